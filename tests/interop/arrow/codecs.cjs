// apache-arrow leaves the codecs to its users. What they return must begin its own buffer, or typed arrays over it are misaligned.
const { compressionRegistry, CompressionType } = require('apache-arrow');
const lz4 = require('lz4js');
const zstd = require('fzstd');

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => Uint8Array.from(lz4.decompress(data)) });
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(zstd.decompress(data)) });
