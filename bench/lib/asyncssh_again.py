"""Two runs on asyncssh over one connection per host: <hosts file> <port> <user> <key file> <fan-out> <command>; prints the seconds of each."""

import asyncio
import sys
import time

import asyncssh

hosts_file, port, user, key_file, fanout, command = sys.argv[1:]


async def answer(host, gate, kept):
    async with gate:
        if host not in kept:
            kept[host] = await asyncssh.connect(
                host,
                int(port),
                username=user,
                client_keys=[key_file],
                known_hosts=None,
                kex_algs=["curve25519-sha256"],
                encryption_algs=["aes128-gcm@openssh.com"],
                agent_path=None,
                config=None,
            )
        result = await kept[host].run(command, check=True)
        assert result.stdout


async def main():
    hosts = [line.strip() for line in open(hosts_file) if line.strip()]
    gate = asyncio.Semaphore(int(fanout))
    kept = {}
    for _ in range(2):
        began = time.monotonic()
        await asyncio.gather(*(answer(host, gate, kept) for host in hosts))
        print(time.monotonic() - began, flush=True)
    for connection in kept.values():
        connection.close()


asyncio.run(main())
