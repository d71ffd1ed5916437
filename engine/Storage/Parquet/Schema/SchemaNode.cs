using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>A node of a file's schema tree, with the levels at which it exists.</summary>
internal sealed class SchemaNode(SchemaElement element, int definition, int repetition)
{
    public SchemaElement Element { get; } = element;

    /// <summary>The definition level at which the node is there.</summary>
    public int Definition { get; } = definition;

    /// <summary>Repeated nodes on the way from the root, this one included.</summary>
    public int Repetition { get; } = repetition;

    public SchemaNode[] Children { get; set; } = [];

    /// <summary>The position among the leaves, and so among a row group's column chunks; -1 for groups.</summary>
    public int Leaf { get; set; } = -1;

    /// <summary>Names from the root, joined by dots.</summary>
    public string Path { get; set; } = "";

    public string Name => Element.Name;

    public bool IsLeaf => Leaf >= 0;

    public bool IsRepeated => Element.Repetition == Metadata.Repetition.Repeated;

    /// <summary>The first leaf at or below the node.</summary>
    public SchemaNode FirstLeaf => IsLeaf ? this : Children[0].FirstLeaf;
}
