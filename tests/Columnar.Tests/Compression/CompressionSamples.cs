using System.Text;

namespace Spindle.Columnar.Tests.Compression;

/// <summary>Byte arrays with the structures that codecs meet: runs, periods, text, numbers, noise, and mixtures.</summary>
internal static class CompressionSamples
{
    internal static byte[] Make(Random random, int maxLength)
    {
        // Small lengths are where the edges are.
        int length = random.Next(4) == 0 ? random.Next(40) : random.Next(maxLength);
        byte[] data = new byte[length];
        int at = 0;
        while (at < length)
        {
            Span<byte> part = data.AsSpan(at, Math.Min(length - at, 1 + random.Next(Math.Max(1, maxLength / 3))));
            Fill(random, data, part, at);
            at += part.Length;
        }

        return data;
    }

    private static void Fill(Random random, byte[] data, Span<byte> part, int at)
    {
        switch (random.Next(6))
        {
            case 0:
                random.NextBytes(part);
                break;
            case 1:
                part.Fill((byte)random.Next(256));
                break;
            case 2:
                int period = 1 + random.Next(70);
                for (int i = 0; i < part.Length; i++)
                    part[i] = i < period ? (byte)random.Next(256) : part[i - period];
                break;
            case 3:
                int value = random.Next();
                for (int i = 0; i < part.Length; i++)
                    part[i] = (byte)((value + i / 8 * 3) >> i % 4 * 8);
                break;
            case 4:
                byte[] words = Encoding.UTF8.GetBytes("carefully final deposits sleep furiously among the ironic accounts ");
                for (int i = 0; i < part.Length;)
                {
                    int from = random.Next(words.Length);
                    for (int n = 3 + random.Next(20); n > 0 && i < part.Length; n--)
                        part[i++] = words[from++ % words.Length];
                }

                break;
            default:
                // Repeats something from long before.
                int back = at == 0 ? 0 : random.Next(at);
                for (int i = 0; i < part.Length; i++)
                    part[i] = data[back + i];
                break;
        }
    }
}
