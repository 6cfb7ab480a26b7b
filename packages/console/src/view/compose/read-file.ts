import { MAX_COMMAND_BYTES, MAX_INPUT_BYTES } from '@rollcall/protocol';

/** Why a file was not taken. */
export type FileFault = 'file-large-script' | 'file-large-input' | 'file-binary' | 'file-unreadable';

/** A file of this browser: of `File`, what is needed of it. */
export type ReadableFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/**
 * Reads a script of at most 64 KiB of UTF-8. A byte order mark is dropped and lines end with LF alone, as in the field that
 * shows it: `#!/bin/sh` with a carriage return names no interpreter.
 */
export async function readScript(file: ReadableFile): Promise<{ text: string } | { fault: FileFault }> {
  if (file.size > MAX_COMMAND_BYTES) return { fault: 'file-large-script' };
  const bytes = await bytesOf(file);
  if (bytes === null) return { fault: 'file-unreadable' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? { fault: 'file-binary' } : { text: text.replaceAll('\r\n', '\n') };
  } catch {
    return { fault: 'file-binary' };
  }
}

/** Reads any file of at most 1 MiB, byte by byte. */
export async function readInput(
  file: ReadableFile,
): Promise<{ base64: string; name: string } | { fault: FileFault }> {
  if (file.size > MAX_INPUT_BYTES) return { fault: 'file-large-input' };
  const bytes = await bytesOf(file);
  if (bytes === null) return { fault: 'file-unreadable' };
  // oxlint-disable-next-line no-control-regex -- a name is one line
  const name = file.name.replaceAll(/[\0-\x1f\x7f]/g, '').slice(-255);
  return { base64: base64Of(bytes), name };
}

async function bytesOf(file: ReadableFile): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** A call takes some 100,000 arguments at most. */
const CHUNK = 32_766;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return text;
}
