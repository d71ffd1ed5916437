using System.Text;
using Spindle.Columnar.Ipc;
using Spindle.Columnar.Ipc.Metadata;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using static Spindle.Columnar.Tests.Ipc.ForeignStream;

namespace Spindle.Columnar.Tests.Ipc;

public class ForeignLayoutTests
{
    private static readonly byte[] None = [];

    private static object?[] Column(byte[] stream, out DataType type)
    {
        var budget = new MemoryBudget();
        List<object?[]> rows = RoundTripTests.ReadStream(stream, budget, out StructType schema);
        Assert.Equal(0, budget.Used);
        type = schema.Fields[0].Type;
        return [.. rows.Select(row => row[0])];
    }

    private static void Refused(byte[] stream)
    {
        var budget = new MemoryBudget();
        Assert.Throws<ArrowFormatException>(() => RoundTripTests.ReadStream(stream, budget, out _));
        Assert.Equal(0, budget.Used);
    }

    private static object?[] Numbers<T>(ArrowType type, out DataType read, params T[] values) where T : unmanaged =>
        Column(new ForeignStream(Field("n", type)).Batch(values.Length, [Node(values.Length)], [None, Bytes(values)]).End(), out read);

    /// <summary>A lane whose value takes several words.</summary>
    private static object? Wide<T>(ArrowType type, params T[] words) where T : unmanaged =>
        Column(new ForeignStream(Field("n", type)).Batch(1, [Node(1)], [None, Bytes(words)]).End(), out _).Single();

    [Fact]
    public void Unsigned_integers_widen()
    {
        Assert.Equal([(short)0, (short)255], Numbers<byte>(ArrowType.Integer(8, false), out DataType type, 0, 255));
        Assert.Equal(DataType.Short, type);
        Assert.Equal([65535], Numbers<ushort>(ArrowType.Integer(16, false), out _, 65535));
        Assert.Equal([4294967295L], Numbers(ArrowType.Integer(32, false), out _, uint.MaxValue));
        Assert.Equal([(Int128)ulong.MaxValue], Numbers(ArrowType.Integer(64, false), out type, ulong.MaxValue));
        Assert.Equal(new DecimalType(20, 0), type);
    }

    [Fact]
    public void Times_convert_to_the_engines_units()
    {
        Assert.Equal([-1, 1], Numbers<long>(new(ArrowTypeId.Date) { Unit = 1 }, out _, -1, 86_400_000));
        Assert.Equal([2_000_000_000L], Numbers(new(ArrowTypeId.Time) { Unit = 0, Width = 32 }, out _, 2));
        Assert.Equal([2_000_000L], Numbers(new(ArrowTypeId.Time) { Unit = 1, Width = 32 }, out _, 2));
        Assert.Equal([2_000L], Numbers(new(ArrowTypeId.Time) { Unit = 2, Width = 64 }, out _, 2L));
        Assert.Equal([3_000_000L], Numbers(new(ArrowTypeId.Timestamp) { Unit = 0 }, out DataType type, 3L));
        Assert.Equal(DataType.TimestampNtz, type);
        Assert.Equal([-3_000L], Numbers(new(ArrowTypeId.Timestamp) { Unit = 1, TimeZone = "UTC" }, out type, -3L));
        Assert.Equal(DataType.Timestamp, type);
        Assert.Equal([-2L, 1L], Numbers(new(ArrowTypeId.Timestamp) { Unit = 3 }, out _, -1_500L, 1_500L));
        Assert.Equal([5_000L], Numbers(new(ArrowTypeId.Duration) { Unit = 1 }, out _, 5L));
        Assert.Equal(new CalendarInterval(0, 3, 4_000), Wide(new(ArrowTypeId.Interval) { Unit = 1 }, 3, 4));
        Refused(new ForeignStream(Field("t", new(ArrowTypeId.Timestamp) { Unit = 0 })).Batch(1, [Node(1)], [None, Bytes(long.MaxValue)]).End());
    }

    [Fact]
    public void Halves_and_other_decimal_widths_are_read()
    {
        Assert.Equal([1.5f], Numbers(new(ArrowTypeId.FloatingPoint) { Width = 0 }, out _, (Half)1.5));
        Assert.Equal([(Int128)(-7)], Numbers(new(ArrowTypeId.Decimal) { Width = 32, Precision = 9, Scale = 2 }, out _, -7));
        Assert.Equal([(Int128)(-7)], Numbers(new(ArrowTypeId.Decimal) { Width = 64, Precision = 18, Scale = 2 }, out _, -7L));
        Assert.Equal((Int128)(-7), Wide(new(ArrowTypeId.Decimal) { Width = 256, Precision = 12, Scale = 2 }, -7L, -1L, -1L, -1L));
        Assert.Equal(Int128.MaxValue, Wide(new(ArrowTypeId.Decimal) { Width = 256, Precision = 38, Scale = 2 }, -1L, long.MaxValue, 0L, 0L));
        Refused(new ForeignStream(Field("d", new(ArrowTypeId.Decimal) { Width = 256, Precision = 38, Scale = 2 }))
            .Batch(1, [Node(1)], [None, Bytes(0L, 0L, 1L, 0L)]).End());
        Refused(new ForeignStream(Field("d", new(ArrowTypeId.Decimal) { Width = 128, Precision = 5, Scale = 2 }))
            .Batch(1, [Node(1)], [None, Bytes(0L, 1L)]).End());
        Refused(new ForeignStream(Field("d", new(ArrowTypeId.Decimal) { Width = 256, Precision = 76, Scale = 2 })).End());
    }

    [Fact]
    public void What_lies_under_a_null_is_not_looked_at() =>
        Assert.Equal([null, 1_000_000L], Column(
            new ForeignStream(Field("t", new(ArrowTypeId.Timestamp) { Unit = 0 }))
                .Batch(2, [Node(2, 1)], [[0b10], Bytes(long.MaxValue, 1L)]).End(), out _));

    [Fact]
    public void Large_and_fixed_bytes_are_read()
    {
        object?[] expected = [ByteString.Of("ab"), null, ByteString.Of("a value that is long")];
        byte[] large = new ForeignStream(Field("s", Type(ArrowTypeId.LargeUtf8)))
            .Batch(3, [Node(3, 1)], [[0b101], Bytes(0L, 2L, 2L, 22L), Encoding.UTF8.GetBytes("aba value that is long")]).End();
        Assert.Equal(expected, Column(large, out DataType type));
        Assert.Equal(DataType.String, type);

        byte[] fixedSize = new ForeignStream(Field("b", new(ArrowTypeId.FixedSizeBinary) { FixedSize = 3 }))
            .Batch(2, [Node(2)], [None, Encoding.UTF8.GetBytes("abcdef")]).End();
        Assert.Equal([ByteString.Of("abc"), ByteString.Of("def")], Column(fixedSize, out type));
        Assert.Equal(DataType.Binary, type);
    }

    [Fact]
    public void Views_are_read_and_checked()
    {
        byte[] inline = [2, 0, 0, 0, (byte)'h', (byte)'i', 9, 9, 9, 9, 9, 9, 9, 9, 9, 9];
        byte[] data = Encoding.UTF8.GetBytes("..a value that is long");
        byte[] Long(int length, int buffer, int offset) => Bytes(length, 0, buffer, offset);
        byte[] Stream(byte[] second) => new ForeignStream(Field("v", Type(ArrowTypeId.Utf8View)))
            .Batch(2, [Node(2)], [None, [.. inline, .. second], data], 1).End();

        Assert.Equal([ByteString.Of("hi"), ByteString.Of("a value that is long")], Column(Stream(Long(20, 0, 2)), out _));
        Refused(Stream(Long(21, 0, 2)));
        Refused(Stream(Long(20, 1, 2)));
        Refused(Stream(Long(20, -1, 2)));
        Refused(Stream(Long(20, 0, -1)));
        Refused(Stream(Long(-20, 0, 0)));
    }

    [Fact]
    public void List_layouts_are_read()
    {
        ArrowField item = Field("item", ArrowType.Integer(32));
        object?[] expected = [ValueList.Create<object?>([1, 2]), null, ValueList.Create<object?>([3])];
        byte[] elements = Bytes(1, 2, 3);
        FieldNode[] nodes = [Node(3, 1), Node(3)];
        Assert.Equal(expected, Column(new ForeignStream(Field("l", Type(ArrowTypeId.LargeList), item))
            .Batch(3, nodes, [[0b101], Bytes(0L, 2L, 2L, 3L), None, elements]).End(), out _));
        Assert.Equal(expected, Column(new ForeignStream(Field("l", Type(ArrowTypeId.ListView), item))
            .Batch(3, nodes, [[0b101], Bytes(0, 99, 2), Bytes(2, 99, 1), None, elements]).End(), out _));
        Assert.Equal(expected, Column(new ForeignStream(Field("l", Type(ArrowTypeId.LargeListView), item))
            .Batch(3, nodes, [[0b101], Bytes(0L, 99L, 2L), Bytes(2L, 99L, 1L), None, elements]).End(), out _));

        Assert.Equal([ValueList.Create<object?>([1, 2]), ValueList.Create<object?>([3, 4])], Column(
            new ForeignStream(Field("l", new(ArrowTypeId.FixedSizeList) { FixedSize = 2 }, item))
                .Batch(2, [Node(2), Node(4)], [None, None, Bytes(1, 2, 3, 4)]).End(), out _));
        Refused(new ForeignStream(Field("l", Type(ArrowTypeId.ListView), item))
            .Batch(1, [Node(1), Node(3)], [None, Bytes(2), Bytes(2), None, elements]).End());
        Refused(new ForeignStream(Field("l", Type(ArrowTypeId.List), item))
            .Batch(1, [Node(1), Node(3)], [None, Bytes(0, 4), None, elements]).End());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Run_ends_are_read_and_checked(int width)
    {
        byte[] Stream(params long[] ends) => new ForeignStream(Field("r", Type(ArrowTypeId.RunEndEncoded),
            Field("run_ends", ArrowType.Integer(width)), Field("values", ArrowType.Integer(32))))
            .Batch(5, [Node(5), Node(ends.Length), Node(2, 1)], [None, Ends(ends), [0b01], Bytes(7, 0)]).End();
        byte[] Ends(long[] ends) => width switch
        {
            16 => Bytes([.. ends.Select(end => (short)end)]),
            32 => Bytes([.. ends.Select(end => (int)end)]),
            _ => Bytes(ends),
        };

        Assert.Equal([7, 7, 7, null, null], Column(Stream(3, 5), out DataType type));
        Assert.Equal(DataType.Int, type);
        Refused(Stream(3, 3));
        Refused(Stream(3, 4));
        Refused(Stream(0, 5));
        Refused(Stream(1, 2, 5));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(8, false)]
    [InlineData(16, true)]
    [InlineData(16, false)]
    [InlineData(32, true)]
    [InlineData(32, false)]
    [InlineData(64, true)]
    [InlineData(64, false)]
    public void Dictionaries_take_deltas_and_replacements_under_any_index(int width, bool signed)
    {
        ArrowField field = Field("d", Type(ArrowTypeId.Utf8)) with { Dictionary = new(9, ArrowType.Integer(width, signed)) };
        byte[] Indices(params int[] indices) => width switch
        {
            8 => [.. indices.Select(i => (byte)i)],
            16 => Bytes([.. indices.Select(i => (short)i)]),
            32 => Bytes(indices),
            _ => Bytes([.. indices.Select(i => (long)i)]),
        };
        byte[] Stream(int last) => new ForeignStream(field)
            .Dictionary(9, false, 2, [Node(2)], None, Bytes(0, 1, 2), "ab"u8.ToArray())
            .Batch(3, [Node(3, 1)], [[0b101], Indices(1, -1, 0)])
            .Dictionary(9, true, 1, [Node(1)], None, Bytes(0, 14), "a longer entry"u8.ToArray())
            .Batch(2, [Node(2)], [None, Indices(2, 0)])
            .Dictionary(9, false, 1, [Node(1, 1)], [0], Bytes(0, 0), None)
            .Batch(1, [Node(1)], [None, Indices(last)]).End();

        Assert.Equal(
            [ByteString.Of("b"), null, ByteString.Of("a"), ByteString.Of("a longer entry"), ByteString.Of("a"), null],
            Column(Stream(0), out _));
        Refused(Stream(1));
        Refused(Stream(-1));
        Refused(new ForeignStream(field).Dictionary(8, false, 0, [Node(0)], None, None, None).End());
    }

    [Fact]
    public void Map_entries_have_the_engines_names_whatever_the_files()
    {
        ArrowField entries = Field("pairs", Type(ArrowTypeId.Struct), Field("k", Type(ArrowTypeId.Utf8)), Field("v", ArrowType.Integer(64)));
        byte[] stream = new ForeignStream(Field("m", Type(ArrowTypeId.Map), entries))
            .Batch(1, [Node(1), Node(1), Node(1), Node(1)], [None, Bytes(0, 1), None, None, Bytes(0, 1), "x"u8.ToArray(), None, Bytes(5L)]).End();
        object? map = Column(stream, out DataType type).Single();
        Assert.Equal(new MapType(DataType.String, DataType.Long), type);
        Assert.Equal(ValueList.Create<KeyValuePair<object, object?>>([new(ByteString.Of("x"), 5L)]), map);
        Refused(new ForeignStream(Field("m", Type(ArrowTypeId.Map), entries))
            .Batch(1, [Node(1), Node(1, 1), Node(1), Node(1)], [None, Bytes(0, 1), [0], None, Bytes(0, 1), "x"u8.ToArray(), None, Bytes(5L)]).End());
        Refused(new ForeignStream(Field("m", Type(ArrowTypeId.Map), entries))
            .Batch(1, [Node(1), Node(1), Node(1, 1), Node(1)], [None, Bytes(0, 1), None, [0], Bytes(0, 1), "x"u8.ToArray(), None, Bytes(5L)]).End());
    }

    [Fact]
    public void Types_that_the_engine_has_not_are_refused_by_name()
    {
        byte[] stream = new ForeignStream(Field("u", Type(ArrowTypeId.Union))).End();
        var error = Assert.Throws<ArrowFormatException>(() => RoundTripTests.ReadStream(stream, new MemoryBudget(), out _));
        Assert.Contains("'u'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Union", error.Message, StringComparison.Ordinal);
    }
}
