/** `tf.lookup`. */
export {
  KeyValueTensorInitializer,
  TextFileIndex,
  TextFileInitializer,
} from '../runtime/lookup/initializers';
export { StaticHashTable, StaticVocabularyTable } from '../runtime/lookup/static_tables';
export * as experimental from './lookup_experimental';
