/** What an event file says of summaries and sessions, as lines; read with the messages' definitions, not with our writer. */
import * as protobuf from 'protobufjs';

const { root } = protobuf.parse(
  `
syntax = "proto3";
message Value { string tag = 1; float simple_value = 2; }
message Summary { repeated Value value = 1; }
message SessionLog { int32 status = 1; string checkpoint_path = 2; }
message Event { double wall_time = 1; int64 step = 2; Summary summary = 5; SessionLog session_log = 7; }
`,
  { keepCase: true },
);
const Event = root.lookupType('Event');

interface EventMessage {
  readonly step?: string;
  readonly summary?: { readonly value?: readonly { tag: string; simple_value: number }[] };
  readonly session_log?: { readonly status: number; readonly checkpoint_path?: string };
}

/** Lines like the generator's of `fixtures/compat_v1`, in the order of the file. */
export function eventLines(bytes: Buffer, folder: string): string[] {
  const lines: string[] = [];
  // A record: its length, the checksum of that, the message, its checksum.
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const message = Event.decode(bytes.subarray(at + 12, at + 12 + length));
    const event = Event.toObject(message, { longs: String }) as EventMessage;
    const step = event.step ?? '0';
    for (const { tag, simple_value } of event.summary?.value ?? [])
      lines.push(`${step} summary [('${tag}', ${simple_value.toFixed(1)})]`);
    if (event.session_log)
      lines.push(`${step} log ${event.session_log.status} ${event.session_log.checkpoint_path ?? ''}`);
    at += length + 16;
  }
  return lines.map((line) => line.replace(folder, 'DIR'));
}
