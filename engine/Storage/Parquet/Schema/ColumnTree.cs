using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Schema;

/// <summary>
/// Reads meaning into a file's schema tree: lists in the three-level form and in the older two-level ones, bare repeated fields, maps, structs. With a target type the column is read
/// as that type: fields of structs are found by name, and leaves are converted.
/// </summary>
internal static class ColumnTree
{
    public static ColumnNode Build(SchemaNode node, DataType? target) => Build(node, target, 0, 0);

    /// <summary>The position of the node of that name: exactly, else in any case; -1 where there is none.</summary>
    public static int Find(ReadOnlySpan<SchemaNode> nodes, string name)
    {
        for (var i = 0; i < nodes.Length; i++)
            if (nodes[i].Name == name)
                return i;
        for (var i = 0; i < nodes.Length; i++)
            if (string.Equals(nodes[i].Name, name, StringComparison.OrdinalIgnoreCase))
                return i;
        return -1;
    }

    private static ColumnNode Build(SchemaNode node, DataType? target, int slot, int repetition)
    {
        if (!node.IsRepeated)
            return Single(node, target, slot, node.Definition, repetition);

        // A repeated field outside of a list is a list that is never null, of elements that never are.
        var (list, element) = Expect<ArrayType>(node, target) is { } array ? (array, array.Element) : (null, null);
        var item = Single(node, element, node.Definition, node.Definition, node.Repetition);
        return new ListNode(list ?? new ArrayType(item.Type, false), slot, node.Definition - 1, repetition, item);
    }

    private static ColumnNode Single(SchemaNode node, DataType? target, int slot, int definition, int repetition)
    {
        if (node.IsLeaf)
            return new LeafNode(target ?? LeafTypes.Of(node), slot, definition, repetition, node);
        var isList = node.Element.Logical?.Kind == LogicalKind.List || node.Element.Converted == ConvertedKind.List;
        var isMap = node.Element.Logical?.Kind == LogicalKind.Map || node.Element.Converted is ConvertedKind.Map or ConvertedKind.MapKeyValue;
        if (isList && node.Children is [{ IsRepeated: true } repeated])
            return List(node, repeated, target, slot, definition, repetition);
        if (isMap && node.Children is [{ IsRepeated: true, Children.Length: 2 } entries])
            return Map(node, entries, target, slot, definition, repetition);
        return Struct(node, target, slot, definition, repetition);
    }

    private static ListNode List(SchemaNode node, SchemaNode repeated, DataType? target, int slot, int definition, int repetition)
    {
        var array = Expect<ArrayType>(node, target);
        var isElement = repeated.IsLeaf || repeated.Children.Length > 1 || repeated.Name == "array" || repeated.Name == node.Name + "_tuple"
            || repeated.Children[0].IsRepeated;
        var element = isElement
            ? Single(repeated, array?.Element, repeated.Definition, repeated.Definition, repeated.Repetition)
            : Build(repeated.Children[0], array?.Element, repeated.Definition, repeated.Repetition);
        return new ListNode(array ?? new ArrayType(element.Type), slot, definition, repetition, element);
    }

    private static ListNode Map(SchemaNode node, SchemaNode entries, DataType? target, int slot, int definition, int repetition)
    {
        var map = Expect<MapType>(node, target);
        var key = Build(entries.Children[0], map?.Key, entries.Definition, entries.Repetition);
        var value = Build(entries.Children[1], map?.Value, entries.Definition, entries.Repetition);
        map ??= new MapType(key.Type, value.Type);
        var entry = new StructNode(map.Entries, entries.Definition, entries.Definition, entries.Repetition, [key, value], entries.FirstLeaf);
        return new ListNode(map, slot, definition, repetition, entry);
    }

    private static StructNode Struct(SchemaNode node, DataType? target, int slot, int definition, int repetition)
    {
        if (Expect<StructType>(node, target) is { } wanted)
        {
            var children = wanted.Fields.Select(f => Find(node.Children, f.Name) is >= 0 and var at ? Build(node.Children[at], f.Type, slot, repetition) : null);
            return new StructNode(wanted, slot, definition, repetition, children.ToValueList(), node.FirstLeaf);
        }

        var all = node.Children.Select(c => Build(c, null, slot, repetition)).ToArray();
        var fields = all.Select((c, i) => new Field(node.Children[i].Name, c.Type)).ToValueList();
        return new StructNode(new StructType(fields), slot, definition, repetition, all.ToValueList<ColumnNode?>(), node.FirstLeaf);
    }

    private static T? Expect<T>(SchemaNode node, DataType? target) where T : DataType => target switch
    {
        null => null,
        T expected => expected,
        _ => throw Mismatch(node, target, typeof(T).Name[..^4].ToLowerInvariant()),
    };

    internal static SpindleException Mismatch(SchemaNode node, DataType expected, string actual) => new(
        StorageErrors.ColumnTypeMismatch, $"column {node.Path} is expected to be {expected.Sql}, and the file holds {actual}",
        parameters: new Dictionary<string, string> { ["column"] = $"[{node.Path}]", ["expectedType"] = expected.Name, ["actualType"] = actual });
}
