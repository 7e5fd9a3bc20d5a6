/** A name scope that is fixed when it is made, and may be entered any number of times. */
import { ContextManager, currentContext, enterContext } from '../context';

/** What `Module.name_scope` gives: mirrors `tf.name_scope` of a name that ends in `/`. */
export class ModuleNameScope extends ContextManager<string> {
  /** @param name the whole scope, ending in `/` */
  constructor(readonly name: string) {
    super();
  }

  /** The scope called `name` under the one that is current. */
  static under(name: string): ModuleNameScope {
    return new ModuleNameScope(`${currentContext().nameScope}${name}/`);
  }

  protected get target(): string {
    return this.name;
  }

  protected enter(): () => void {
    return enterContext({ nameScope: this.name });
  }
}
