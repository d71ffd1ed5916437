using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Builders;

/// <summary>
/// Makes a vector by appending lanes, growing as needed. For sources that meet values one at a time (text files, objects, literals);
/// kernels fill buffers directly. <see cref="Build"/> hands out the vector and leaves the builder empty and reusable.
/// </summary>
public abstract class VectorBuilder(DataType type, MemoryBudget budget) : IDisposable
{
    private NativeBuffer? validity;
    private int nulls;

    public DataType Type { get; } = type;

    public MemoryBudget Budget { get; } = budget;

    /// <summary>Lanes appended so far.</summary>
    public int Length { get; private set; }

    /// <summary>A builder for that type, nested types included.</summary>
    public static VectorBuilder Create(DataType type, MemoryBudget budget) => type switch
    {
        ArrayType array => new ListBuilder(type, Create(array.Element, budget), budget),
        MapType map => new ListBuilder(type, Create(map.Entries, budget), budget),
        StructType fields => new StructBuilder(fields, [.. fields.Fields.Select(f => Create(f.Type, budget))], budget),
        UserDefinedType user when !user.Physical.IsFixedWidth() => throw new UnreachableException("user types are stored as atomic values"),
        _ => type.Physical switch
        {
            PhysicalType.Null => new NullBuilder(type, budget),
            PhysicalType.Boolean => new BooleanBuilder(type, budget),
            PhysicalType.Int8 => new FixedBuilder<sbyte>(type, budget),
            PhysicalType.Int16 => new FixedBuilder<short>(type, budget),
            PhysicalType.Int32 => new FixedBuilder<int>(type, budget),
            PhysicalType.Int64 => new FixedBuilder<long>(type, budget),
            PhysicalType.Int128 => new FixedBuilder<Int128>(type, budget),
            PhysicalType.Float32 => new FixedBuilder<float>(type, budget),
            PhysicalType.Float64 => new FixedBuilder<double>(type, budget),
            PhysicalType.Bytes => new BytesBuilder(type, budget),
            PhysicalType.Interval => new FixedBuilder<CalendarInterval>(type, budget),
            _ => throw new UnreachableException(type.Name),
        },
    };

    public void AppendNull()
    {
        AppendDefault();
        MarkNull();
    }

    /// <summary>Appends a boxed value in the form that <see cref="VectorReader"/> reads.</summary>
    public void Append(object? value)
    {
        if (value is null)
            AppendNull();
        else
            AppendBoxed(value);
    }

    /// <summary>The lanes so far as a vector that the caller owns; the builder starts again from empty.</summary>
    public Vector Build()
    {
        var bits = nulls == 0 ? null : validity;
        if (nulls == 0)
            validity?.Release();
        validity = null;
        Vector vector;
        try
        {
            vector = Finish(Length, bits);
        }
        catch
        {
            bits?.Release();
            throw;
        }

        nulls = 0;
        Length = 0;
        return vector;
    }

    /// <summary>Gives back what was appended and not built.</summary>
    public virtual void Dispose()
    {
        validity?.Release();
        validity = null;
        GC.SuppressFinalize(this);
    }

    protected abstract void AppendBoxed(object value);

    /// <summary>Appends a lane whose value does not matter, and calls <see cref="Advance"/>.</summary>
    protected abstract void AppendDefault();

    /// <summary>The vector of the lanes so far; takes over the validity.</summary>
    protected abstract Vector Finish(int length, NativeBuffer? validity);

    /// <summary>Counts one more valid lane.</summary>
    protected unsafe void Advance()
    {
        if (validity is not null)
        {
            validity = Grown(validity, Bits.BytesFor(Length), Bits.BytesFor(Length + 1));
            Bits.Put(validity.Pointer, Length, true);
        }

        Length++;
    }

    /// <summary>A buffer with room for <paramref name="needed"/> bytes that begins with the first <paramref name="used"/> bytes of the old one.</summary>
    protected unsafe NativeBuffer Grown(NativeBuffer? buffer, long used, long needed)
    {
        if (buffer is not null && buffer.Capacity >= needed)
            return buffer;
        var larger = Budget.Allocate(Math.Max(needed, (buffer?.Capacity ?? 0) * 2));
        if (buffer is not null)
        {
            Buffer.MemoryCopy(buffer.Pointer, larger.Pointer, larger.Capacity, Math.Min(used, buffer.Capacity));
            buffer.Release();
        }

        return larger;
    }

    private unsafe void MarkNull()
    {
        if (validity is null)
        {
            validity = Budget.Allocate(Bits.BytesFor(Math.Max(Length, 1024)));
            Bits.SetAll(validity.Pointer, Length);
        }

        Bits.Put(validity.Pointer, Length - 1, false);
        nulls++;
    }
}
