using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Storage.Parquet.Metadata;

namespace Spindle.Storage.Parquet.Writing;

/// <summary>The schema of a file to be written: its elements for the footer, and the nodes that take columns apart.</summary>
internal sealed class WriteTree : IDisposable
{
    private readonly List<SchemaElement> elements = [];
    private readonly List<LeafWriter> leaves = [];
    private readonly ParquetWriteOptions options;
    private readonly MemoryBudget budget;

    /// <exception cref="Columnar.Errors.SpindleException">A type that cannot be written.</exception>
    public WriteTree(StructType schema, ParquetWriteOptions options, MemoryBudget budget)
    {
        this.options = options;
        this.budget = budget;
        elements.Add(new SchemaElement { Name = "spark_schema", Children = schema.Fields.Count });
        Columns = [.. schema.Fields.Select(f => Add(f.Name, f.Type, f.Nullable, 0, 0, []))];
    }

    public SchemaElement[] Elements => [.. elements];

    public WriteNode[] Columns { get; }

    public IReadOnlyList<LeafWriter> Leaves => leaves;

    public void Dispose()
    {
        foreach (var leaf in leaves)
            leaf.Dispose();
    }

    private WriteNode Add(string name, DataType type, bool nullable, int definition, int repetition, string[] above)
    {
        string[] path = [.. above, name];
        definition += nullable ? 1 : 0;
        var text = string.Join('.', path);
        switch (type)
        {
            case StructType structs:
                if (structs.Fields.Count == 0)
                    throw LeafStorage.Unsupported(text, type);
                Group(name, nullable ? Repetition.Optional : Repetition.Required, structs.Fields.Count, null);
                return new StructWriteNode([.. structs.Fields.Select(f => Add(f.Name, f.Type, f.Nullable, definition, repetition, path))], nullable, text);
            case ArrayType array:
                Group(name, nullable ? Repetition.Optional : Repetition.Required, 1, LogicalKind.List);
                Group("list", Repetition.Repeated, 1, null);
                return new ListWriteNode(Add("element", array.Element, array.ContainsNull, definition + 1, repetition + 1, [.. path, "list"]), nullable, repetition + 1, text);
            case MapType map:
                Group(name, nullable ? Repetition.Optional : Repetition.Required, 1, LogicalKind.Map);
                Group("key_value", Repetition.Repeated, 2, null);
                string[] entries = [.. path, "key_value"];
                var key = Add("key", map.Key, false, definition + 1, repetition + 1, entries);
                var value = Add("value", map.Value, map.ValueContainsNull, definition + 1, repetition + 1, entries);
                return new ListWriteNode(new StructWriteNode([key, value], false, text), nullable, repetition + 1, text);
            default:
                var element = LeafStorage.Element(name, type, nullable);
                elements.Add(element);
                var leaf = new LeafWriter(path, element, definition, repetition, Encoder(element, text), budget);
                leaves.Add(leaf);
                return new LeafWriteNode(leaf, nullable);
        }
    }

    private void Group(string name, Repetition repetition, int children, LogicalKind? kind) => elements.Add(new SchemaElement
    {
        Name = name,
        Repetition = repetition,
        Children = children,
        Converted = kind switch { LogicalKind.List => ConvertedKind.List, LogicalKind.Map => ConvertedKind.Map, _ => ConvertedKind.None },
        Logical = kind is { } annotated ? new LogicalAnnotation(annotated) : null,
    });

    private LeafEncoder Encoder(SchemaElement element, string path)
    {
        var kind = element.Type!.Value;
        var plain = options.PlainFor(path, kind);
        var coded = options.SecondVersion ? Encoding.RleDictionary : Encoding.PlainDictionary;
        var dictionary = options.WantsDictionary(path);
        return kind switch
        {
            PhysicalKind.Boolean => new BooleanLeafEncoder(plain == Encoding.Rle, budget),
            PhysicalKind.Int32 => new FixedLeafEncoder<int, IntForm>(sizeof(int), dictionary, plain, coded, budget),
            PhysicalKind.Int64 => new FixedLeafEncoder<long, LongForm>(sizeof(long), dictionary, plain, coded, budget),
            PhysicalKind.Float => new FixedLeafEncoder<int, FloatForm>(sizeof(float), dictionary, plain, coded, budget),
            PhysicalKind.Double => new FixedLeafEncoder<long, DoubleForm>(sizeof(double), dictionary, plain, coded, budget),
            PhysicalKind.FixedLenByteArray => new FixedLeafEncoder<Int128, DecimalForm>(element.TypeLength, dictionary, plain, coded, budget),
            _ => new BytesLeafEncoder(dictionary, plain, coded, budget),
        };
    }
}
