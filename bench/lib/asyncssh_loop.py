"""The same work on asyncssh: <hosts file> <port> <user> <key file> <fan-out> <command>."""

import asyncio

from asyncssh_task import command, connect, fanout, hosts


async def answer(host, gate):
    async with gate:
        async with connect(host) as connection:
            result = await connection.run(command)
            print(host, result.exit_status, (result.stdout or "").strip())


async def main():
    gate = asyncio.Semaphore(int(fanout))
    await asyncio.gather(*(answer(host, gate) for host in hosts))


asyncio.run(main())
