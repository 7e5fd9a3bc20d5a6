/** `tf.autograph`: there is none, so what keeps a function from it changes nothing. */
export * as experimental from './autograph_experimental';
