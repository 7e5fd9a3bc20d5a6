/** Importing this file puts all methods on RaggedTensor, and makes functions of tensors take ragged ones. */
import './elementwise_functions';
import './gather';
import './getitem';
import './operators';
