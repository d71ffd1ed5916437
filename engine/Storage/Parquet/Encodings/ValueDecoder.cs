using Spindle.Columnar.Vectors;

namespace Spindle.Storage.Parquet.Encodings;

/// <summary>How decoded values lie before they are converted to the column's type.</summary>
internal enum RawForm : byte
{
    /// <summary>A bit a value.</summary>
    Bits,
    Four,
    Eight,

    /// <summary>Twelve bytes a value: the old timestamps.</summary>
    Twelve,

    /// <summary>A <see cref="BytesView"/> a value.</summary>
    Views,
}

internal static class RawForms
{
    public static int Width(this RawForm form) => form switch
    {
        RawForm.Four => 4,
        RawForm.Eight => 8,
        RawForm.Twelve => 12,
        RawForm.Views => 16,
        _ => 0,
    };
}

/// <summary>Decodes the values of one page, nulls left out, from the first to the last.</summary>
internal abstract unsafe class ValueDecoder
{
    /// <summary>Decodes the next values into the target, in the page's raw form; bits from bit 0 on, into zeroed bytes.</summary>
    public abstract void Read(byte* target, int count);

    /// <summary>Passes over the next values.</summary>
    public abstract void Skip(long count);

    /// <summary>The next values where they lie, or null where they have to be decoded; they are passed over if they are given.</summary>
    public virtual byte* Slice(int count) => null;

    /// <summary>What the views point into, other than the page itself; the decoder's own reference.</summary>
    public virtual BytesHeap? OwnHeap => null;

    /// <summary>Gives back what the decoder allocated.</summary>
    public virtual void Release()
    {
    }
}
