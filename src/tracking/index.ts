/** What tracking/ offers to the public: `tf.Module`, `tf.tracking.*`, and names of `tf.train`. */
export { AutoTrackable } from './auto_trackable';
export { List, list } from './list_public';
export { Mapping } from './mapping';
export { Module, type ModuleKeywords } from './module';
export { NoDependency } from './no_dependency';
export { PythonState } from './python_state';
export { Trackable } from './trackable';
export { TrackableView } from './trackable_view';
