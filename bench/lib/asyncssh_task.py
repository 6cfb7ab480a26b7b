"""What the programs on asyncssh share; their arguments are <hosts file> <port> <user> <key file> <fan-out> <command>."""

import sys

import asyncssh

hosts_file, port, user, key_file, fanout, command = sys.argv[1:]
hosts = [line.strip() for line in open(hosts_file) if line.strip()]


def connect(host):
    return asyncssh.connect(
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
