// Shows where the mistakes are, all at once, and offers the correction that is certain.
import { HostRangeError, parse, tryParse } from '@rollcall/ip-range';

try {
  parse('10.0.0.1,10.0.0.300 web[1-3');
} catch (error) {
  if (!(error instanceof HostRangeError)) throw error;
  console.log(error.format());
}

const result = tryParse('10.0.0.100-1');
if (!result.ok) console.log(`\nDid you mean ${result.errors[0]?.suggestion}?`);
