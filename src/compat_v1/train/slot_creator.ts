/** Variables that accompany others, under TF1's names: `w/Adam`, then `w/Adam_1`, in a variable scope of that name. */
import { enterContext } from '../../context';
import type { BaseVariable } from '../../runtime/base_variable';
import { Tensor } from '../../runtime/tensor';
import type { InitialValue } from '../../runtime/variable';
import { SaveSliceInfo, setSliceInfo, sliceInfoOf } from '../save_slice_info';
import { VariableV1 } from '../variable';
import { variable_scope } from '../variable_scope';

/**
 * Makes a slot of `primary`: not trainable, named after it; the slot of a part of a variable is such a part too.
 * @param name what its name adds to that of `primary`
 */
export function create_slot(primary: BaseVariable | Tensor, initial: InitialValue, name: string): VariableV1 {
  const { dtype } = primary;
  const prefix = primary instanceof Tensor ? primary.op.name : primary._shared_name;
  const scope = { auxiliary_name_scope: false };
  const slot = variable_scope(null, `${prefix}/${name}`, scope, ({ name: full }) => {
    const at = primary instanceof Tensor ? primary.source?.op : primary._node?.op;
    const colocated = at === undefined ? {} : { colocated: [at] };
    const leave = enterContext({ nameScope: '', ...colocated });
    try {
      return new VariableV1(initial, { name: full, dtype, trainable: false });
    } finally {
      leave();
    }
  });
  const whole = primary instanceof Tensor ? null : sliceInfoOf(primary);
  if (whole !== null) {
    const own = `${whole.full_name}/${slot._shared_name.slice(prefix.length + 1)}`;
    setSliceInfo(slot, new SaveSliceInfo(own, whole.full_shape, whole.var_offset, whole.var_shape));
  }
  return slot;
}
