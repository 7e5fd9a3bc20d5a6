/** Folder and number of steps from the command line of a training script. */
import * as path from 'node:path';

/** Where there is no folder, or no number of steps, this says how to call the script and ends it with code 1. */
export function commandLine(): { folder: string; until: number } {
  const [script, folder, until = '100'] = process.argv.slice(1);
  if (folder === undefined || folder.startsWith('-') || !/^\d+$/.test(until)) {
    process.stderr.write(
      `usage: ${path.basename(script!)} FOLDER [UNTIL]: trains until step UNTIL (100) from the newest checkpoint in FOLDER\n`,
    );
    process.exit(1);
  }
  return { folder, until: Number(until) };
}
