/**
 * The characters of a string in any of the encodings that TF's ICU knows and the platform's `TextDecoder` can read, and
 * at which byte each begins.
 */
import { InvalidArgumentError } from '../../../errors';
import { characterAt, replacement } from '../../utf8';

/** A character, -1 for bytes that are none, and the bytes it was read from. */
export interface Character {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}
interface Step {
  readonly code: number;
  readonly length: number;
}
type Reader = (bytes: Uint8Array) => Character[];

export function isCharacter(code: number): boolean {
  return code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

/** The reader of an encoding whose characters can be told from the bytes at their place alone. */
function stepReader(next: (bytes: Uint8Array, at: number) => Step): Reader {
  return (bytes) => {
    const out: Character[] = [];
    for (let at = 0; at < bytes.length; ) {
      const { code, length } = next(bytes, at);
      out.push({ code, start: at, end: at + length });
      at += length;
    }
    return out;
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
function step16(bytes: Uint8Array, at: number, little: boolean): Step {
  if (at + 2 > bytes.length) return { code: -1, length: 1 };
  const view = viewOf(bytes);
  const first = view.getUint16(at, little);
  if (first < 0xd800 || first > 0xdfff) return { code: first, length: 2 };
  // A first half at the end takes what there is.
  if (first < 0xdc00 && at + 4 > bytes.length) return { code: -1, length: bytes.length - at };
  const second = first < 0xdc00 ? view.getUint16(at + 2, little) : 0;
  if (second < 0xdc00 || second > 0xdfff) return { code: -1, length: 2 };
  return { code: 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), length: 4 };
}
function step32(bytes: Uint8Array, at: number, little: boolean): Step {
  if (at + 4 > bytes.length) return { code: -1, length: bytes.length - at };
  const code = viewOf(bytes).getUint32(at, little);
  return { code: isCharacter(code) ? code : -1, length: 4 };
}

/** Big-endian unless a mark says otherwise; the mark belongs to the first character. */
function markedReader(step: typeof step16, mark: string): Reader {
  const [big, little] = [false, true].map((end) => stepReader((bytes, at) => step(bytes, at, end)));
  const size = mark.length;
  const swapped = [...mark].reverse().join('');
  return (bytes) => {
    const found = String.fromCharCode(...bytes.subarray(0, size));
    if (found !== mark && found !== swapped) return big!(bytes);
    const rest = (found === mark ? big! : little!)(bytes.subarray(size));
    return rest.map(({ code, start, end }, i) => ({
      code,
      start: i === 0 ? 0 : start + size,
      end: end + size,
    }));
  };
}

/**
 * The platform's decoder, given one byte after the other to see where characters end.
 * @param iso the encoding has control characters where the platform's has letters, and no private characters
 */
function platformReader(label: string, iso: boolean): Reader {
  const decoder = new TextDecoder(label);
  return (bytes) => {
    const out: Character[] = [];
    let start = 0;
    const emit = (text: string, end: number): void => {
      const codes = Array.from(text, (c) => c.codePointAt(0)!);
      codes.forEach((code, i) => {
        // A byte that does not continue a character stands for itself after the damaged one.
        const to = i === codes.length - 1 ? end : end - 1;
        const known = code !== replacement && !(iso && code >= 0xf8c0 && code <= 0xf8ff);
        out.push({ code: known ? code : -1, start, end: to });
        start = to;
      });
    };
    bytes.forEach((byte, i) => {
      if (iso && byte >= 0x80 && byte < 0xa0) emit(String.fromCharCode(byte), i + 1);
      else emit(decoder.decode(Uint8Array.of(byte), { stream: true }), i + 1);
    });
    emit(decoder.decode(), bytes.length);
    return out;
  };
}

const unicodeReaders: Readonly<Record<string, Reader>> = {
  utf8: stepReader(characterAt),
  utf16be: stepReader((bytes, at) => step16(bytes, at, false)),
  utf16le: stepReader((bytes, at) => step16(bytes, at, true)),
  utf32be: stepReader((bytes, at) => step32(bytes, at, false)),
  utf32le: stepReader((bytes, at) => step32(bytes, at, true)),
  utf16: markedReader(step16, '\xfe\xff'),
  utf32: markedReader(step32, '\0\0\xfe\xff'),
  ascii: stepReader((bytes, at) => ({ code: bytes[at]! < 128 ? bytes[at]! : -1, length: 1 })),
  latin1: stepReader((bytes, at) => ({ code: bytes[at]!, length: 1 })),
};
/** ICU's names, without what it passes over in them. */
const aliases: Readonly<Record<string, string>> = {
  utf8: 'unicode11utf8 cp1208',
  utf16: 'unicode csunicode ucs2 iso10646ucs2',
  utf16be: 'xutf16be unicodebigunmarked',
  utf16le: 'xutf16le unicodelittleunmarked',
  utf32: 'ucs4 iso10646ucs4 csucs4',
  ascii: 'usascii iso646us ansix3.41968 646 us cp367 isoir6 ascii7',
  latin1: 'iso88591 88591 l1 cp819 isoir100 csisolatin1',
  'iso-8859-2': 'iso88592 88592 latin2 l2 cp912 isoir101',
  'iso-8859-3': 'iso88593 88593 latin3 l3 cp913 isoir109',
  'iso-8859-4': 'iso88594 88594 latin4 l4 cp914 isoir110',
  'iso-8859-5': 'iso88595 88595 cyrillic cp915 isoir144',
  'iso-8859-6': 'iso88596 88596 arabic asmo708 ecma114 cp1089 isoir127',
  'iso-8859-7': 'iso88597 88597 greek greek8 elot928 ecma118 cp813 isoir126',
  'iso-8859-8': 'iso88598 88598 hebrew hebrew8 iso88598i iso88598e cp916 isoir138',
  'iso-8859-9': 'iso88599 88599 latin5 l5 cp920 isoir148',
  'iso-8859-10': 'iso885910 latin6 l6 isoir157',
  'iso-8859-11': 'iso885911 thai8',
  'iso-8859-13': 'iso885913 885913 cp921',
  'iso-8859-14': 'iso885914 latin8 l8 isoceltic',
  'iso-8859-15': 'iso885915 885915 latin9 l9 cp923',
  'windows-874': 'windows874 tis620 874',
  'windows-1250': 'windows1250 cp1250',
  'windows-1251': 'windows1251 cp1251',
  'windows-1252': 'windows1252 cp1252',
  'windows-1253': 'windows1253 cp1253',
  'windows-1254': 'windows1254 cp1254',
  'windows-1255': 'windows1255 cp1255',
  'windows-1256': 'windows1256 cp1256',
  'windows-1257': 'windows1257 cp1257',
  'windows-1258': 'windows1258 cp1258',
  'koi8-r': 'koi8r koi8 cp878 cskoi8r',
  'koi8-u': 'koi8u cp1168',
  macintosh: 'macintosh mac macroman xmacroman csmacintosh',
  'x-mac-cyrillic': 'xmaccyrillic maccyrillic xmacukraine',
  ibm866: 'ibm866 cp866 866 csibm866',
  shift_jis: 'shiftjis sjis xsjis mskanji csshiftjis windows31j cswindows31j cp932 ms932 cp943',
  'euc-jp': 'eucjp xeucjp cseucpkdfmtjapanese ujis',
  'euc-kr': 'euckr cseuckr',
  'iso-2022-jp': 'iso2022jp csiso2022jp',
  big5: 'big5 csbig5 xbig5 windows950',
  gbk: 'gbk cp936 ms936 windows936 gb2312 csgb2312 euccn eucgb',
  gb18030: 'gb18030 gb180302000',
};
/** Whose C1 controls the platform, as the web does, takes for letters of Windows. */
const isoEncodings = ['iso-8859-9', 'iso-8859-11'];

let names: Map<string, string> | undefined;
function canonicalName(encoding: string): string | undefined {
  names ??= new Map(
    Object.entries(aliases).flatMap(([name, others]) => others.split(' ').map((alias) => [alias, name])),
  );
  const key = encoding
    .toLowerCase()
    .replace(/[-_ ]/g, '')
    .replace(/(?<!\d)0+(?=\d)/g, '');
  return key in unicodeReaders ? key : names.get(key);
}

const readers = new Map<string, Reader>();

/**
 * What reads strings of an encoding: -1 stands for bytes that are no character.
 * @throws {@link InvalidArgumentError} for an encoding unknown here
 */
export function readerOf(encoding: string): Reader {
  const known = readers.get(encoding);
  if (known !== undefined) return known;
  const name = canonicalName(encoding);
  try {
    if (name !== undefined) {
      const reader = unicodeReaders[name] ?? platformReader(name, isoEncodings.includes(name));
      readers.set(encoding, reader);
      return reader;
    }
  } catch {
    // A platform without all of ICU's data.
  }
  throw new InvalidArgumentError(`Could not create converter for input encoding: ${encoding}`, {
    fields: { actual: encoding },
  });
}
