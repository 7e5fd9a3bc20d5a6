/** Importing this file puts all methods on RaggedTensor, and makes functions of tensors take ragged ones. */
import './arrays';
import './elementwise_functions';
import './gather';
import './getitem';
import './joining';
import './map_flat_values';
import './masks';
import './operators';
import './reduction';
import './segments';
import './sparse';
import './where';
