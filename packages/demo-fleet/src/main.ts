#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startFleet } from './fleet.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const fleet = await startFleet({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ port: fleet.port, hostKey: fleet.hostKey })}\n`);
