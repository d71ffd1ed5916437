using Spindle.Columnar.Types;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>
/// A column, or a part of a nested one, as it is read: a type, and the definition levels that say what is there. An entry of a leaf's levels is a slot of the node where its
/// definition level is at least <see cref="SlotDefinition"/>, and the slot is not null where it is at least <see cref="Definition"/>.
/// </summary>
/// <param name="SlotDefinition">The level at which the nearest repeated ancestor has an element.</param>
/// <param name="Definition">The level at which the value itself is not null.</param>
/// <param name="Repetition">Repeated nodes above: an entry of a higher repetition level belongs to a slot that has begun before.</param>
internal abstract record ColumnNode(DataType Type, int SlotDefinition, int Definition, int Repetition)
{
    /// <summary>A leaf of the file whose levels tell where the node's slots are.</summary>
    public abstract SchemaNode LevelLeaf { get; }

    /// <summary>Every leaf that is read for the node.</summary>
    public abstract IEnumerable<LeafNode> Leaves { get; }
}

/// <param name="Source">The file's leaf.</param>
internal sealed record LeafNode(DataType Type, int SlotDefinition, int Definition, int Repetition, SchemaNode Source) : ColumnNode(Type, SlotDefinition, Definition, Repetition)
{
    public override SchemaNode LevelLeaf => Source;

    public override IEnumerable<LeafNode> Leaves => [this];
}

/// <summary>An array, or a map whose <paramref name="Element"/> is a struct of key and value.</summary>
internal sealed record ListNode(DataType Type, int SlotDefinition, int Definition, int Repetition, ColumnNode Element) : ColumnNode(Type, SlotDefinition, Definition, Repetition)
{
    public override SchemaNode LevelLeaf => Element.LevelLeaf;

    public override IEnumerable<LeafNode> Leaves => Element.Leaves;
}

/// <param name="Children">One a field of the type; null where the file has no such field.</param>
/// <param name="AnyLeaf">A leaf at or below the struct in the file, wanted or not.</param>
internal sealed record StructNode(StructType Struct, int SlotDefinition, int Definition, int Repetition, ValueList<ColumnNode?> Children, SchemaNode AnyLeaf)
    : ColumnNode(Struct, SlotDefinition, Definition, Repetition)
{
    public override SchemaNode LevelLeaf => Children.FirstOrDefault(c => c is not null)?.LevelLeaf ?? AnyLeaf;

    public override IEnumerable<LeafNode> Leaves => Children.Where(c => c is not null).SelectMany(c => c!.Leaves);
}
