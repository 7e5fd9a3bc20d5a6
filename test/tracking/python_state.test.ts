import { string } from '../../src/dtypes';
import { TypeError } from '../../src/errors';
import { AutoTrackable, PythonState } from '../../src/tracking';
import { asTrackable } from '../../src/tracking/trackable';
import { edges } from './support';

class Json extends PythonState {
  calls = 0;
  constructor(public state: unknown) {
    super();
  }
  serialize(): string {
    this.calls++;
    return JSON.stringify(this.state);
  }
  deserialize(value: Uint8Array): void {
    this.state = JSON.parse(new TextDecoder().decode(value));
  }
}

describe('PythonState', () => {
  it('O1.4 has one attribute py_state, a string scalar made at save time', () => {
    const state = new Json({ epoch: 3, names: ['a', 'ü'] });
    const saved = state._serialize_to_tensors();
    expect([...saved.keys()]).toEqual(['py_state']);
    expect(state.calls).toBe(0);
    state.state = ['ü'];
    const value = saved.get('py_state')!;
    const tensor = typeof value === 'function' ? value() : value;
    expect(tensor.dtype).toBe(string);
    expect(tensor.shape).toEqual([]);
    expect(tensor.data).toEqual([new TextEncoder().encode('["ü"]')]);
  });

  it('O1.4 takes bytes as they are, and gets bytes back', () => {
    class Bytes extends PythonState {
      seen: Uint8Array | null = null;
      serialize(): Uint8Array {
        return new Uint8Array([0, 255]);
      }
      deserialize(value: Uint8Array): void {
        this.seen = value;
      }
    }
    const state = new Bytes();
    const value = state._serialize_to_tensors().get('py_state')!;
    const tensor = typeof value === 'function' ? value() : value;
    state._restore_from_tensors(new Map([['py_state', tensor]]));
    expect(state.seen).toEqual(new Uint8Array([0, 255]));
  });

  it('O1.4 is checked on a restore without being serialized', () => {
    const state = new Json(1);
    expect([...state._restore_specs().keys()]).toEqual(['py_state']);
    expect(state.calls).toBe(0);
  });

  it('O1.4 refuses what is no string', () => {
    class Number5 extends Json {
      override serialize(): string {
        return 5 as unknown as string;
      }
    }
    const value = new Number5(null)._serialize_to_tensors().get('py_state')!;
    expect(value).toThrow(new TypeError('Cannot convert 5 to EagerTensor of dtype string'));
  });

  it('is a node, and its attributes are its own business', () => {
    const owner = new AutoTrackable<{ py: Json }>();
    owner.py = new Json([1]);
    expect(edges(owner)).toEqual(['py']);
    expect(edges(owner.py)).toEqual([]);
    expect(asTrackable(owner.py)!._is_python_state).toBe(true);
  });
});
