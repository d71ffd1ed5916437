#!/usr/bin/env python3
"""Packs the IANA time zone database into zones.bin. Usage: pack.py tzdata.zi zones.bin   (needs zic on the path)

Layout, all integers little-endian:
    8 bytes   "SPZONES1"
    u8 + text the database's version, such as 2025b
    the rest  one zlib stream of:
        u16 names, then for each name in ordinal order: u8 length, UTF-8 name, u16 index of its body
        u16 bodies, then for each body: u32 length, the TZif file
Links and zones with equal rules share one body.
"""
import os, re, struct, subprocess, sys, tempfile, zlib

source, target = sys.argv[1:3]
version = re.match(r"# version (\S+)", open(source).readline()).group(1).encode()
bodies, names = {}, []
with tempfile.TemporaryDirectory() as out:
    subprocess.run(["zic", "-b", "slim", "-d", out, source], check=True)
    for folder, _, files in os.walk(out):
        for file in files:
            path = os.path.join(folder, file)
            names.append((os.path.relpath(path, out).encode(), bodies.setdefault(open(path, "rb").read(), len(bodies))))
names.sort()
body = struct.pack("<H", len(names))
for name, index in names:
    body += struct.pack("<B", len(name)) + name + struct.pack("<H", index)
body += struct.pack("<H", len(bodies))
for data in bodies:
    body += struct.pack("<I", len(data)) + data
packed = b"SPZONES1" + struct.pack("<B", len(version)) + version + zlib.compress(body, 9)
open(target, "wb").write(packed)
print(f"{version.decode()}: {len(names)} names, {len(bodies)} bodies, {len(packed)} bytes")
