/** Where a host stands among others when sorted as text: its numbers padded, so that `web10` follows on `web9`. */
export function hostPlace(host: string): string {
  return host.replace(/\d+/g, (digits) => digits.padStart(10, '0'));
}
