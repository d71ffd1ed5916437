using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>Makes the tree of the list that a footer has, checking that it is one.</summary>
internal sealed class SchemaTree
{
    private const int MaxDepth = 100;
    private const int MaxLevel = 255;

    private readonly SchemaElement[] elements;
    private readonly List<SchemaNode> leaves = [];
    private int next;

    private SchemaTree(SchemaElement[] elements) => this.elements = elements;

    /// <summary>The top-level nodes, and all leaves in order.</summary>
    public static (SchemaNode[] Roots, IReadOnlyList<SchemaNode> Leaves) Build(SchemaElement[] elements)
    {
        if (elements.Length == 0 || elements[0].Type is not null)
            ParquetFormatException.Throw("the footer's schema has no root");
        var tree = new SchemaTree(elements);
        var root = tree.Node(0, 0, "", 0);
        if (tree.next != elements.Length)
            ParquetFormatException.Throw("the footer's schema lists elements outside of its tree");
        return (root.Children, tree.leaves);
    }

    private SchemaNode Node(int definition, int repetition, string path, int depth)
    {
        if (next >= elements.Length)
            ParquetFormatException.Throw("the footer's schema is cut short");
        if (depth > MaxDepth || definition > MaxLevel)
            ParquetFormatException.Throw("the footer's schema is nested too deeply");
        var element = elements[next++];
        if (depth > 0)
        {
            if (element.Repetition is < Repetition.Required or > Repetition.Repeated)
                ParquetFormatException.Throw($"column {element.Name} has an unknown repetition");
            definition += element.Repetition == Repetition.Required ? 0 : 1;
            repetition += element.Repetition == Repetition.Repeated ? 1 : 0;
        }

        var node = new SchemaNode(element, definition, repetition) { Path = depth <= 1 ? element.Name : $"{path}.{element.Name}" };
        if (element.Type is { } type)
        {
            if (type is < PhysicalKind.Boolean or > PhysicalKind.FixedLenByteArray)
                ParquetFormatException.Throw($"column {node.Path} has the unknown type {(int)type}");
            if (type == PhysicalKind.FixedLenByteArray && element.TypeLength is < 0 or > 1 << 24)
                ParquetFormatException.Throw($"column {node.Path} has values of {element.TypeLength} bytes");
            node.Leaf = leaves.Count;
            leaves.Add(node);
            return node;
        }

        if (element.Children < 0 || element.Children > elements.Length - next || (element.Children == 0 && depth > 0))
            ParquetFormatException.Throw($"group {node.Path} announces {element.Children} members");
        node.Children = new SchemaNode[element.Children];
        for (var i = 0; i < node.Children.Length; i++)
            node.Children[i] = Node(definition, repetition, depth == 0 ? "" : node.Path, depth + 1);
        return node;
    }
}
