using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Vectors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Scalars.Shapes;
using Spindle.Functions.Scalars.Text;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars.Codecs;

/// <summary>AES in the modes GCM, CBC and ECB, and keyed digests. Encrypted values begin with their initialisation vector.</summary>
internal static class CipherFunctions
{
    private const string Functions = "`aes_encrypt`/`aes_decrypt`";
    private const int GcmVector = 12;
    private const int GcmTag = 16;
    private const int Block = 16;

    public static readonly Dictionary<string, Func<Call, FunctionSite>> Table = new()
    {
        ["aes_encrypt"] = call => new FunctionSite(new TextFunctionKernel<Encrypt>(call.ResultType, new Encrypt(call.Origin), canRaise: true), [.. call.Arguments]),
        ["aes_decrypt"] = call => new FunctionSite(new TextFunctionKernel<Decrypt>(call.ResultType, new Decrypt(call.Arguments[^1] is Literal { Value: true }, call.Origin), canRaise: true),
            [.. call.Arguments.Take(call.Arguments.Count - 1)]),
        ["hmac"] = call => new FunctionSite(new TextFunctionKernel<Hmac>(call.ResultType, new Hmac(call.Origin), canRaise: true), [.. call.Arguments]),
    };

    private enum Mode : byte
    {
        Gcm,
        Cbc,
        Ecb,
    }

    private static Mode Check(ReadOnlySpan<byte> key, ReadOnlySpan<byte> mode, ReadOnlySpan<byte> padding, Origin origin)
    {
        if (key.Length is not (16 or 24 or 32))
        {
            throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.AES_KEY_LENGTH", "22023", $"an AES key has 16, 24 or 32 bytes, not {key.Length}", origin,
                ("functionName", Functions), ("parameter", "`key`"), ("actualLength", $"{key.Length}"));
        }

        var isDefault = Ascii.EqualsIgnoreCase(padding, "DEFAULT"u8);
        var isPadded = isDefault || Ascii.EqualsIgnoreCase(padding, "PKCS"u8);
        if (Ascii.EqualsIgnoreCase(mode, "GCM"u8) && (isDefault || Ascii.EqualsIgnoreCase(padding, "NONE"u8)))
            return Mode.Gcm;
        if (Ascii.EqualsIgnoreCase(mode, "CBC"u8) && isPadded)
            return Mode.Cbc;
        if (Ascii.EqualsIgnoreCase(mode, "ECB"u8) && isPadded)
            return Mode.Ecb;
        throw EvaluationErrors.Of("UNSUPPORTED_FEATURE.AES_MODE", "0A000", $"AES has no mode {Encoding.UTF8.GetString(mode)} with padding {Encoding.UTF8.GetString(padding)} here", origin,
            ("functionName", Functions), ("mode", Encoding.UTF8.GetString(mode)), ("padding", Encoding.UTF8.GetString(padding)));
    }

    private static SpindleException Failed(string what, Origin origin) => EvaluationErrors.Of("INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR", "22023", what, origin,
        ("functionName", Functions), ("parameter", "`expr`, `key`"), ("detailMessage", what));

    /// <summary>(value, key, mode, padding, initialisation vector, further authenticated data)</summary>
    private readonly struct Encrypt(Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var key = operands[1].Text(lane);
            var vector = operands[4].Text(lane);
            var more = operands[5].Text(lane);
            var mode = Check(key, operands[2].Text(lane), operands[3].Text(lane), origin);
            if (!vector.IsEmpty)
                CheckVector(mode, vector.Length);
            if (!more.IsEmpty && mode != Mode.Gcm)
                throw Unsupported("AES_MODE_AAD", mode, "has no authenticated data");
            Span<byte> own = stackalloc byte[Block];
            if (mode != Mode.Ecb)
            {
                own = own[..(mode == Mode.Gcm ? GcmVector : Block)];
                if (vector.IsEmpty)
                    RandomNumberGenerator.Fill(own);
                else
                    vector.CopyTo(own);
                target.Write(own);
            }

            var span = target.GetSpan(text.Length + 2 * Block);
            if (mode == Mode.Gcm)
            {
                using var gcm = new AesGcm(key, GcmTag);
                gcm.Encrypt(own, text, span[..text.Length], span.Slice(text.Length, GcmTag), more);
                target.Advance(text.Length + GcmTag);
                return true;
            }

            using var aes = Aes.Create();
            aes.SetKey(key);
            target.Advance(mode == Mode.Cbc ? aes.EncryptCbc(text, own, span) : aes.EncryptEcb(text, span, PaddingMode.PKCS7));
            return true;
        }

        private void CheckVector(Mode mode, int length)
        {
            if (mode == Mode.Ecb)
                throw Unsupported("AES_MODE_IV", mode, "takes no initialisation vector");
            var expected = mode == Mode.Gcm ? GcmVector : Block;
            if (length != expected)
            {
                throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.AES_IV_LENGTH", "22023", $"the initialisation vector of {mode.ToString().ToUpperInvariant()} has {expected} bytes, not {length}", origin,
                    ("functionName", Functions), ("parameter", "`iv`"), ("mode", mode.ToString().ToUpperInvariant()), ("actualLength", $"{length}"));
            }
        }

        private SpindleException Unsupported(string kind, Mode mode, string what) => EvaluationErrors.Of($"UNSUPPORTED_FEATURE.{kind}", "0A000",
            $"AES in mode {mode.ToString().ToUpperInvariant()} {what}", origin, ("functionName", Functions), ("mode", mode.ToString().ToUpperInvariant()));
    }

    /// <summary>(value, key, mode, padding, further authenticated data)</summary>
    private readonly struct Decrypt(bool raises, Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            try
            {
                Put(operands, lane, target);
                return true;
            }
            catch (SpindleException) when (!raises)
            {
                return false;
            }
        }

        private void Put(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var text = operands[0].Text(lane);
            var key = operands[1].Text(lane);
            var more = operands[4].Text(lane);
            var mode = Check(key, operands[2].Text(lane), operands[3].Text(lane), origin);
            var vector = mode switch { Mode.Gcm => GcmVector, Mode.Cbc => Block, _ => 0 };
            if (text.Length < vector + (mode == Mode.Gcm ? GcmTag : 0))
                throw Failed("the value is shorter than what every encrypted value begins with", origin);
            if (!more.IsEmpty && mode != Mode.Gcm)
            {
                throw EvaluationErrors.Of("UNSUPPORTED_FEATURE.AES_MODE_AAD", "0A000", $"AES in mode {mode.ToString().ToUpperInvariant()} has no authenticated data", origin,
                    ("functionName", Functions), ("mode", mode.ToString().ToUpperInvariant()));
            }

            var span = target.GetSpan(text.Length + Block);
            try
            {
                if (mode == Mode.Gcm)
                {
                    var length = text.Length - GcmVector - GcmTag;
                    using var gcm = new AesGcm(key, GcmTag);
                    gcm.Decrypt(text[..GcmVector], text.Slice(GcmVector, length), text[^GcmTag..], span[..length], more);
                    target.Advance(length);
                    return;
                }

                if (text.Length == vector)
                    return;
                using var aes = Aes.Create();
                aes.SetKey(key);
                target.Advance(mode == Mode.Cbc ? aes.DecryptCbc(text[Block..], text[..Block], span) : aes.DecryptEcb(text, span, PaddingMode.PKCS7));
            }
            catch (CryptographicException error)
            {
                throw Failed($"the value was not encrypted with this key: {error.Message}", origin);
            }
        }
    }

    /// <summary>(key, message, algorithm)</summary>
    private readonly struct Hmac(Origin origin) : ITextFunction
    {
        public bool TryWrite(ReadOnlySpan<Vector> operands, int lane, IBufferWriter<byte> target)
        {
            var key = operands[0].Text(lane);
            var message = operands[1].Text(lane);
            var algorithm = Find(operands[2].Text(lane));
            var digest = target.GetSpan(64);
            if (key.IsEmpty)
            {
                throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.HMAC_CRYPTO_ERROR", "22023", "the key of hmac is empty", origin,
                    ("functionName", "`hmac`"), ("parameter", "`key`"), ("detailMessage", "Empty key"));
            }

            target.Advance(algorithm switch
            {
                1 => HMACSHA1.HashData(key, message, digest),
                224 => Sha224.Hmac(key, message, digest),
                256 => HMACSHA256.HashData(key, message, digest),
                384 => HMACSHA384.HashData(key, message, digest),
                512 => HMACSHA512.HashData(key, message, digest),
                _ => HMACMD5.HashData(key, message, digest),
            });
            return true;
        }

        private int Find(ReadOnlySpan<byte> name)
        {
            if (Ascii.EqualsIgnoreCase(name, "SHA-256"u8) || Ascii.EqualsIgnoreCase(name, "SHA256"u8))
                return 256;
            if (Ascii.EqualsIgnoreCase(name, "SHA-512"u8) || Ascii.EqualsIgnoreCase(name, "SHA512"u8))
                return 512;
            if (Ascii.EqualsIgnoreCase(name, "SHA-384"u8) || Ascii.EqualsIgnoreCase(name, "SHA384"u8))
                return 384;
            if (Ascii.EqualsIgnoreCase(name, "SHA-224"u8) || Ascii.EqualsIgnoreCase(name, "SHA224"u8))
                return 224;
            if (Ascii.EqualsIgnoreCase(name, "SHA-1"u8) || Ascii.EqualsIgnoreCase(name, "SHA1"u8))
                return 1;
            if (Ascii.EqualsIgnoreCase(name, "MD5"u8))
                return 5;
            var given = Encoding.UTF8.GetString(name);
            throw EvaluationErrors.Of("INVALID_PARAMETER_VALUE.HMAC_ALGORITHM", "22023", $"hmac knows no algorithm '{given}'", origin,
                ("functionName", "`hmac`"), ("parameter", "`algorithm`"), ("algorithm", $"'{given}'"));
        }
    }
}
