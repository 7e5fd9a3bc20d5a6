/** `tf.strings.unicode_script`: which script a character belongs to, by ICU's numbers. */
import { int32 } from '../../../dtypes';
import { toTensorBeside } from '../../convert';
import type { TensorLike } from '../../convert_types';
import { dispatchOne } from '../../dispatch';
import { dispatched } from '../../dispatched';
import { defineOp, mismatch, type OpRecord } from '../../op';
import { Tensor } from '../../tensor';

/** Unicode's scripts in the order of ICU's `UScriptCode`; a gap is a number that no character has. */
const order =
  'Zyyy Zinh Arab Armn Beng Bopo Cher Copt Cyrl Dsrt Deva Ethi Geor Goth Grek Gujr Guru Hani Hang Hebr Hira Knda ' +
  'Kana Khmr Laoo Latn Mlym Mong Mymr Ogam Ital Orya Runr Sinh Syrc Taml Telu Thaa Thai Tibt Cans Yiii Tglg Hano ' +
  'Buhd Tagb Brai Cprt Limb Linb Osma Shaw Tale Ugar - Bugi Glag Khar Sylo Talu Tfng Xpeo Bali Batk - Brah Cham - ' +
  '- - - Egyp - - - Hmng Hung - Java Kali - - Lepc Lina Mand - Mero Nkoo Orkh Perm Phag Phnx Plrd - - - - - - Vaii ' +
  '- Xsux - - Cari - Lana Lyci Lydi Olck Rjng Saur Sgnw Sund - Mtei Armi Avst Cakm - Kthi Mani Phli Phlp - Prti ' +
  'Samr Tavt - - Bamu Lisu - Sarb Bass Dupl Elba Gran - - Mend Merc Narb Nbat Palm Sind Wara - - Mroo Nshu Shrd ' +
  'Sora Takr Tang - Hluw Khoj Tirh Aghb Mahj Ahom Hatr Modi Mult Pauc Sidd Adlm Bhks Marc Newa Osge - - - Gonm ' +
  'Soyo Zanb Dogr Gong Maka Medf Rohg Sogd Sogo Elym Hmnp Nand Wcho Chrs Diak Kits Yezi Cpmn Ougr Tnsa Toto Vith';
const unknown = 103;

let scripts: readonly (readonly [number, RegExp])[] | undefined;
function scriptOf(code: number): number {
  if (code < 0 || code > 0x10ffff) return -1;
  scripts ??= order.split(' ').flatMap((name, number) => expression(name, number));
  const character = String.fromCodePoint(code);
  return scripts.find(([, test]) => test.test(character))?.[0] ?? unknown;
}
/** A script that the platform's Unicode does not have has no characters. */
function expression(name: string, number: number): [number, RegExp][] {
  try {
    return name === '-' ? [] : [[number, new RegExp(`^\\p{Script=${name}}`, 'u')]];
  } catch {
    return [];
  }
}

const UnicodeScript: OpRecord = defineOp({
  type: 'UnicodeScript',
  infer: ([x]) => {
    if (x!.dtype !== int32) throw mismatch('UnicodeScript', 0, int32, x!.dtype);
    return [{ dtype: int32, dims: x!.dims }];
  },
  kernel: ([x], _attrs, [spec]) => [new Tensor(int32, spec!.dims, (x!.data as Int32Array).map(scriptOf))],
  grad: null,
});

/**
 * Mirrors `tf.strings.unicode_script`: ICU's number of the script of each code point, int32; -1 for what is no code
 * point.
 */
export const unicode_script = dispatched(
  'unicode_script',
  ['input'],
  ['name'],
  (input: TensorLike, _name?: string | null): Tensor =>
    dispatchOne(UnicodeScript, [toTensorBeside(input, int32)]),
);
