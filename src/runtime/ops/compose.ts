/** Teaches `convert_to_tensor` to make tensors of lists of tensors and of slices, with ops: import for effect. */
import { setComposer } from '../convert';
import { dense } from './gradient_sums';
import { packed } from './joining';

setComposer({ pack: (parts) => packed(parts, 0), dense });
