using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Columns;

/// <summary>A tag and the unit's number, from 1, in nine digits: Supplier#000000001.</summary>
internal unsafe struct NumberedName(string tag) : ITextKernel
{
    private UnitNumber<long> number = new(1);

    public readonly int MaxLength => tag.Length + Digits.MaxLength;

    public readonly int AverageLength => tag.Length + Tag.Digits;

    public void Seek(long unit) => number.Seek(unit);

    public void BeginUnit() => number.BeginUnit();

    public readonly int Write(byte* target) => Tag.Write(target, tag, number.Next());
}

/// <summary>Clerk#000000001, drawn.</summary>
internal unsafe struct ClerkName(long clerks) : ITextKernel
{
    private const string Prefix = "Clerk#";
    private UnitStream clerk = new(Streams.OrderClerk);

    public readonly int MaxLength => Prefix.Length + Digits.MaxLength;

    public readonly int AverageLength => Prefix.Length + Tag.Digits;

    public void Seek(long unit) => clerk.Seek(unit);

    public void BeginUnit() => clerk.BeginUnit();

    public int Write(byte* target) => Tag.Write(target, Prefix, 1 + clerk.Draw(clerks));
}

internal static unsafe class Tag
{
    public const int Digits = 9;

    public static int Write(byte* target, string tag, long number)
    {
        for (var i = 0; i < tag.Length; i++)
            target[i] = (byte)tag[i];
        return tag.Length + Text.Digits.Write(target + tag.Length, number, Digits);
    }
}

/// <summary>cc-ddd-ddd-dddd, where cc is 10 more than the nation's key.</summary>
internal unsafe struct PhoneNumber(StreamSeed nation, StreamSeed phone) : ITextKernel
{
    private UnitStream nation = new(nation);
    private UnitStream phone = new(phone);

    public readonly int MaxLength => 15;

    public readonly int AverageLength => 15;

    public void Seek(long unit)
    {
        nation.Seek(unit);
        phone.Seek(unit);
    }

    public void BeginUnit()
    {
        nation.BeginUnit();
        phone.BeginUnit();
    }

    public int Write(byte* target)
    {
        Digits.WriteFixed(target, (ulong)(10 + nation.Draw(Vocabulary.Nations.Count)), 2);
        target[2] = (byte)'-';
        Digits.WriteFixed(target + 3, (ulong)(100 + phone.Draw(900)), 3);
        target[6] = (byte)'-';
        Digits.WriteFixed(target + 7, (ulong)(100 + phone.Draw(900)), 3);
        target[10] = (byte)'-';
        Digits.WriteFixed(target + 11, (ulong)(1000 + phone.Draw(9000)), 4);
        return 15;
    }
}

/// <summary>10 to 40 characters of letters, digits, space and comma, five from each draw.</summary>
internal unsafe struct Address(StreamSeed seed) : ITextKernel
{
    private const int MinLength = 10;
    private UnitStream stream = new(seed);

    public readonly int MaxLength => 40;

    public readonly int AverageLength => (MinLength + MaxLength) / 2;

    private static ReadOnlySpan<byte> Alphabet => "0123456789abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ,"u8;

    public void Seek(long unit) => stream.Seek(unit);

    public void BeginUnit() => stream.BeginUnit();

    public int Write(byte* target)
    {
        var length = MinLength + (int)stream.Draw(MaxLength - MinLength + 1);
        var bits = 0L;
        for (var i = 0; i < length; i++, bits >>= 6)
        {
            // The range 0 .. 2^31 - 1 has overflowed in the specification's own generator: the draws are negative.
            if (i % 5 == 0)
                bits = stream.Draw(int.MinValue);
            target[i] = Alphabet[(int)(bits & 63)];
        }
        return length;
    }
}

/// <summary>Five different colours: the first steps of a shuffle of them all.</summary>
internal unsafe struct PartName() : ITextKernel
{
    private const int Colors = 92;
    private const int WordsPerName = 5;

    private UnitStream stream = new(Streams.PartName);
    private fixed byte order[Colors];

    public readonly int MaxLength => WordsPerName * (Vocabulary.Colors.MaxLength + 1);

    public readonly int AverageLength => (int)(WordsPerName * (Vocabulary.Colors.AverageLength + 1));

    public void Seek(long unit)
    {
        stream.Seek(unit);
        for (var i = 0; i < Colors; i++)
            order[i] = (byte)i;
    }

    public void BeginUnit() => stream.BeginUnit();

    public int Write(byte* target)
    {
        var swapped = stackalloc int[WordsPerName];
        var at = target;
        for (var i = 0; i < WordsPerName; i++)
        {
            var other = i + (int)stream.Draw(Colors - i);
            swapped[i] = other;
            (order[i], order[other]) = (order[other], order[i]);

            var word = Vocabulary.Colors.Utf8(order[i]);
            word.CopyTo(new Span<byte>(at, word.Length));
            at += word.Length;
            *at++ = (byte)' ';
        }

        // Every name starts from the sorted list.
        for (var i = WordsPerName - 1; i >= 0; i--)
            (order[i], order[swapped[i]]) = (order[swapped[i]], order[i]);
        return (int)(at - target) - 1;
    }
}
