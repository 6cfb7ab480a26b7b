"""Two runs on asyncssh over one connection per host: <hosts file> <port> <user> <key file> <fan-out> <command>; prints the seconds of each."""

import asyncio
import time

from asyncssh_task import command, connect, fanout, hosts


async def answer(host, gate, kept):
    async with gate:
        if host not in kept:
            kept[host] = await connect(host)
        result = await kept[host].run(command, check=True)
        assert result.stdout


async def main():
    gate = asyncio.Semaphore(int(fanout))
    kept = {}
    for _ in range(2):
        began = time.monotonic()
        await asyncio.gather(*(answer(host, gate, kept) for host in hosts))
        print(time.monotonic() - began, flush=True)
    for connection in kept.values():
        connection.close()


asyncio.run(main())
