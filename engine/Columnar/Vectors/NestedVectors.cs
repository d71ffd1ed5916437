using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;

namespace Spindle.Columnar.Vectors;

/// <summary>
/// Arrays, and maps as lists of entries, in Arrow's list-view layout: lane i holds lanes [offset, offset + size) of <see cref="Elements"/>. Lanes may share elements and
/// leave some unused, so that gathering and filtering copy no element. A null lane's size is 0.
/// </summary>
public sealed unsafe class ListVector : Vector
{
    private readonly NativeBuffer offsetsOwner;
    private readonly NativeBuffer sizesOwner;
    private readonly NativeBuffer? validityOwner;

    /// <summary>Takes over the caller's references.</summary>
    /// <param name="type">An <see cref="ArrayType"/> or a <see cref="MapType"/>.</param>
    /// <param name="length">Lanes.</param>
    /// <param name="offsets">An int32 a lane.</param>
    /// <param name="sizes">An int32 a lane.</param>
    /// <param name="elements">The elements; for a map a struct vector of <see cref="MapType.Entries"/>. Any form.</param>
    /// <param name="validity">A bit a lane, 1 for valid; null when no lane is null.</param>
    public ListVector(DataType type, int length, NativeBuffer offsets, NativeBuffer sizes, Vector elements, NativeBuffer? validity = null)
        : this(type, length, offsets, (int*)offsets.Pointer, sizes, (int*)sizes.Pointer, elements, validity, validity is null ? null : validity.Pointer)
    {
    }

    private ListVector(DataType type, int length, NativeBuffer offsetsOwner, int* offsets, NativeBuffer sizesOwner, int* sizes, Vector elements,
        NativeBuffer? validityOwner, byte* validity) : base(type, length)
    {
        this.offsetsOwner = offsetsOwner;
        this.sizesOwner = sizesOwner;
        this.validityOwner = validityOwner;
        Offsets = offsets;
        Sizes = sizes;
        Elements = elements;
        Validity = validity;
    }

    public int* Offsets { get; }

    public int* Sizes { get; }

    public Vector Elements { get; }

    public byte* Validity { get; }

    public override VectorForm Form => VectorForm.Flat;

    public override PhysicalType Physical => PhysicalType.List;

    public override bool MayHaveNulls => Validity != null;

    public override bool IsNull(int lane) => Validity != null && !Bits.Get(Validity, lane);

    /// <summary>The same lists under another type of the same shape.</summary>
    public ListVector As(DataType type) => new(type, Length, offsetsOwner.Retain(), Offsets, sizesOwner.Retain(), Sizes, Elements.Retain(), validityOwner?.Retain(), Validity);

    /// <summary>The same lists over other elements (a kernel's result), which the caller hands over.</summary>
    public ListVector WithElements(DataType type, Vector elements) =>
        new(type, Length, offsetsOwner.Retain(), Offsets, sizesOwner.Retain(), Sizes, elements, validityOwner?.Retain(), Validity);

    public override Vector Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start & 7, 0);
        return new ListVector(Type, length, offsetsOwner.Retain(), Offsets + start, sizesOwner.Retain(), Sizes + start, Elements.Retain(),
            validityOwner?.Retain(), Validity == null ? null : Validity + (start >> 3));
    }

    protected override void Free()
    {
        offsetsOwner.Release();
        sizesOwner.Release();
        validityOwner?.Release();
        Elements.Release();
    }
}

/// <summary>One child vector a field, each as long as the struct. A null struct's children are undefined.</summary>
public sealed unsafe class StructVector : Vector
{
    private readonly NativeBuffer? validityOwner;
    private readonly Vector[] children;

    /// <summary>Takes over the caller's references.</summary>
    public StructVector(DataType type, int length, Vector[] children, NativeBuffer? validity = null)
        : this(type, length, children, validity, validity is null ? null : validity.Pointer)
    {
    }

    private StructVector(DataType type, int length, Vector[] children, NativeBuffer? validityOwner, byte* validity) : base(type, length)
    {
        this.children = children;
        this.validityOwner = validityOwner;
        Validity = validity;
    }

    public ReadOnlySpan<Vector> Children => children;

    public byte* Validity { get; }

    public override VectorForm Form => VectorForm.Flat;

    public override PhysicalType Physical => PhysicalType.Struct;

    public override bool MayHaveNulls => Validity != null;

    public override bool IsNull(int lane) => Validity != null && !Bits.Get(Validity, lane);

    /// <summary>The same fields under another type of the same shape.</summary>
    public StructVector As(DataType type) => new(type, Length, [.. children.Select(c => c.Retain())], validityOwner?.Retain(), Validity);

    public override Vector Slice(int start, int length) => new StructVector(Type, length, [.. children.Select(c => c.Slice(start, length))],
        validityOwner?.Retain(), Validity == null ? null : Validity + (start >> 3));

    protected override void Free()
    {
        validityOwner?.Release();
        foreach (var child in children)
            child.Release();
    }
}
