"""The same work on asyncssh: <hosts file> <port> <user> <key file> <fan-out> <command>."""

import asyncio
import sys

import asyncssh

hosts_file, port, user, key_file, fanout, command = sys.argv[1:]


async def answer(host, gate):
    async with gate:
        async with asyncssh.connect(
            host,
            int(port),
            username=user,
            client_keys=[key_file],
            known_hosts=None,
            kex_algs=["curve25519-sha256"],
            encryption_algs=["aes128-gcm@openssh.com"],
            agent_path=None,
            config=None,
        ) as connection:
            result = await connection.run(command)
            print(host, result.exit_status, (result.stdout or "").strip())


async def main():
    gate = asyncio.Semaphore(int(fanout))
    hosts = [line.strip() for line in open(hosts_file) if line.strip()]
    await asyncio.gather(*(answer(host, gate) for host in hosts))


asyncio.run(main())
