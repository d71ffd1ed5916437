using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// One value a lane: numbers, times, bits (booleans), or 16-byte views (strings, binary). A null lane's value is undefined
/// but readable; a null view is all zero. <see cref="Validity"/> is null when no lane is.
/// </summary>
public sealed unsafe class FlatVector : Vector
{
    private readonly NativeBuffer? valuesOwner;
    private readonly NativeBuffer? validityOwner;

    /// <summary>Takes over the caller's references to the buffers and the heap.</summary>
    /// <param name="type">The logical type.</param>
    /// <param name="length">Lanes.</param>
    /// <param name="values">Width x length bytes (a bit a lane for booleans); null for <see cref="PhysicalType.Null"/>.</param>
    /// <param name="validity">A bit a lane, 1 for valid; null when no lane is null.</param>
    /// <param name="heap">What long views point into.</param>
    /// <param name="physical">The values' form where it is not the type's usual one (a long decimal held in 64 bits).</param>
    public FlatVector(DataType type, int length, NativeBuffer? values, NativeBuffer? validity = null, BytesHeap? heap = null, PhysicalType? physical = null)
        : this(type, length, physical ?? type.Physical, values, values is null ? null : values.Pointer, validity, validity is null ? null : validity.Pointer, heap)
    {
    }

    private FlatVector(DataType type, int length, PhysicalType physical, NativeBuffer? valuesOwner, byte* values, NativeBuffer? validityOwner, byte* validity, BytesHeap? heap)
        : base(type, length)
    {
        Physical = physical;
        this.valuesOwner = valuesOwner;
        this.validityOwner = validityOwner;
        Values = values;
        Validity = validity;
        Heap = heap;
    }

    /// <summary>A vector of values that lie somewhere inside a buffer (a decompressed page); takes over the caller's references.</summary>
    /// <param name="values">Within <paramref name="owner"/>, aligned to the values' width.</param>
    public static FlatVector Within(DataType type, int length, NativeBuffer owner, byte* values, NativeBuffer? validity = null) =>
        new(type, length, type.Physical, owner, values, validity, validity is null ? null : validity.Pointer, null);

    public override VectorForm Form => VectorForm.Flat;

    public override PhysicalType Physical { get; }

    /// <summary>The first lane's value.</summary>
    public byte* Values { get; }

    /// <summary>The validity bitmap, or null when no lane is null.</summary>
    public byte* Validity { get; }

    public BytesHeap? Heap { get; }

    public override bool MayHaveNulls => Validity != null || Physical == PhysicalType.Null;

    /// <summary>A vector of the same values under another type of the same physical form.</summary>
    public FlatVector As(DataType type) =>
        new(type, Length, Physical, valuesOwner?.Retain(), Values, validityOwner?.Retain(), Validity, Heap?.Retain());

    /// <summary>The same values with other nulls; takes over the caller's reference to <paramref name="validity"/>.</summary>
    public FlatVector WithValidity(NativeBuffer? validity) =>
        new(Type, Length, Physical, valuesOwner?.Retain(), Values, validity, validity is null ? null : validity.Pointer, Heap?.Retain());

    /// <summary>The values as a span; not for booleans.</summary>
    public ReadOnlySpan<T> Span<T>() where T : unmanaged => new(Values, Length);

    public override bool IsNull(int lane) => Physical == PhysicalType.Null || (Validity != null && !Bits.Get(Validity, lane));

    public override Vector Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start & 7, 0);
        var bytes = Physical == PhysicalType.Boolean ? start >> 3 : (long)start * Physical.Width();
        return new FlatVector(Type, length, Physical, valuesOwner?.Retain(), Values == null ? null : Values + bytes,
            validityOwner?.Retain(), Validity == null ? null : Validity + (start >> 3), Heap?.Retain());
    }

    protected override void Free()
    {
        valuesOwner?.Release();
        validityOwner?.Release();
        Heap?.Release();
    }
}
