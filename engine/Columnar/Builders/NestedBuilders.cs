using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Builders;

/// <summary>Arrays, and maps as lists of entries: append the elements to <see cref="Elements"/>, then close the list.</summary>
public sealed unsafe class ListBuilder(DataType type, VectorBuilder elements, MemoryBudget budget) : VectorBuilder(type, budget)
{
    private NativeBuffer? offsets;
    private NativeBuffer? sizes;
    private int start;

    /// <summary>Where the elements of the list being built are appended.</summary>
    public VectorBuilder Elements { get; } = elements;

    /// <summary>Ends the lane: its list is what was appended to <see cref="Elements"/> since the last one ended.</summary>
    public void Close()
    {
        var used = (long)Length * sizeof(int);
        offsets = Grown(offsets, used, used + sizeof(int));
        sizes = Grown(sizes, used, used + sizeof(int));
        ((int*)offsets.Pointer)[Length] = start;
        ((int*)sizes.Pointer)[Length] = Elements.Length - start;
        start = Elements.Length;
        Advance();
    }

    public override void Dispose()
    {
        offsets?.Release();
        sizes?.Release();
        offsets = sizes = null;
        Elements.Dispose();
        base.Dispose();
    }

    protected override void AppendBoxed(object value)
    {
        if (value is ValueList<KeyValuePair<object, object?>> entries)
            foreach (var entry in entries)
                Elements.Append(ValueList.Create<object?>([entry.Key, entry.Value]));
        else
            foreach (var item in (ValueList<object?>)value)
                Elements.Append(item);
        Close();
    }

    protected override void AppendDefault() => Close();

    protected override Vector Finish(int length, NativeBuffer? validity)
    {
        // What is made here stays the builder's until the last piece is made.
        offsets ??= Budget.Allocate(0);
        sizes ??= Budget.Allocate(0);
        var vector = new ListVector(Type, length, offsets, sizes, Elements.Build(), validity);
        offsets = sizes = null;
        start = 0;
        return vector;
    }
}

/// <summary>Structs: append one value to each of <see cref="Fields"/>, then close the struct.</summary>
public sealed class StructBuilder(StructType type, VectorBuilder[] fields, MemoryBudget budget) : VectorBuilder(type, budget)
{
    public IReadOnlyList<VectorBuilder> Fields { get; } = fields;

    /// <summary>Ends the lane, for which every field has been given its value.</summary>
    public void Close() => Advance();

    public override void Dispose()
    {
        foreach (var field in Fields)
            field.Dispose();
        base.Dispose();
    }

    protected override void AppendBoxed(object value)
    {
        var items = (ValueList<object?>)value;
        for (var i = 0; i < Fields.Count; i++)
            Fields[i].Append(items[i]);
        Close();
    }

    protected override void AppendDefault()
    {
        foreach (var field in Fields)
            field.AppendNull();
        Close();
    }

    protected override Vector Finish(int length, NativeBuffer? validity)
    {
        using var children = new ColumnSet();
        foreach (var field in Fields)
            children.Add(field.Build());
        return new StructVector(Type, length, children.Take(), validity);
    }
}
