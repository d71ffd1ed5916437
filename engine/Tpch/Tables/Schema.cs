using Spindle.Tpch.Columns;
using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Tables;

/// <summary>The benchmark's eight tables.</summary>
public static class Schema
{
    private const int CentsPerUnit = 100;

    private static readonly Dictionary<string, Func<Scale, Table>> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["region"] = _ => Region(),
        ["nation"] = _ => Nation(),
        ["supplier"] = Supplier,
        ["customer"] = Customer,
        ["part"] = Part,
        ["partsupp"] = PartSupp,
        ["orders"] = Orders,
        ["lineitem"] = LineItem,
    };

    /// <summary>The tables' names, smaller ones first.</summary>
    public static IReadOnlyList<string> TableNames { get; } = [.. Makers.Keys];

    /// <summary>A table at a scale, or null where no table has the name (in any case).</summary>
    public static Table? Find(string name, Scale scale) => Makers.TryGetValue(name, out var make) ? make(scale) : null;

    private static Table Region() => new("region", Vocabulary.Regions.Count, 1,
        Int("r_regionkey", new UnitNumber<int>(0)),
        Word("r_name", Vocabulary.Regions, new UnitNumber<byte>(0)),
        new PooledTextColumn("r_comment", Streams.RegionComment, 72));

    private static Table Nation() => new("nation", Vocabulary.Nations.Count, 1,
        Int("n_nationkey", new UnitNumber<int>(0)),
        Word("n_name", Vocabulary.Nations, new UnitNumber<byte>(0)),
        Int("n_regionkey", new NationRegion()),
        new PooledTextColumn("n_comment", Streams.NationComment, 72));

    private static Table Supplier(Scale scale) => new("supplier", scale.Suppliers, 1,
        Key("s_suppkey", new UnitNumber<long>(1)),
        Text("s_name", new NumberedName("Supplier#")),
        Text("s_address", new Address(Streams.SupplierAddress)),
        Int("s_nationkey", new Uniform<int>(Streams.SupplierNation, 0, Vocabulary.Nations.Count - 1)),
        Text("s_phone", new PhoneNumber(Streams.SupplierNation, Streams.SupplierPhone)),
        Money("s_acctbal", new Uniform<long>(Streams.SupplierBalance, -99_999, 999_999)),
        Text("s_comment", new SupplierComment()));

    private static Table Customer(Scale scale) => new("customer", scale.Customers, 1,
        Key("c_custkey", new UnitNumber<long>(1)),
        Text("c_name", new NumberedName("Customer#")),
        Text("c_address", new Address(Streams.CustomerAddress)),
        Int("c_nationkey", new Uniform<int>(Streams.CustomerNation, 0, Vocabulary.Nations.Count - 1)),
        Text("c_phone", new PhoneNumber(Streams.CustomerNation, Streams.CustomerPhone)),
        Money("c_acctbal", new Uniform<long>(Streams.CustomerBalance, -99_999, 999_999)),
        Word("c_mktsegment", Vocabulary.Segments, Streams.CustomerSegment),
        new PooledTextColumn("c_comment", Streams.CustomerComment, 73));

    private static Table Part(Scale scale) => new("part", scale.Parts, 1,
        Key("p_partkey", new UnitNumber<long>(1)),
        Text("p_name", new PartName()),
        Word("p_mfgr", Vocabulary.Manufacturers, Streams.PartManufacturer),
        Word("p_brand", Vocabulary.Brands, new Brand()),
        Word("p_type", Vocabulary.PartTypes, Streams.PartType),
        Int("p_size", new Uniform<int>(Streams.PartSize, 1, 50)),
        Word("p_container", Vocabulary.Containers, Streams.PartContainer),
        Money("p_retailprice", new RetailPrice()),
        new PooledTextColumn("p_comment", Streams.PartComment, 14));

    private static Table PartSupp(Scale scale) => new("partsupp", scale.Parts, Streams.SuppliersPerPart,
        Key("ps_partkey", new UnitNumber<long>(1)),
        Key("ps_suppkey", new PartSupplier(scale.Suppliers)),
        Int("ps_availqty", new Uniform<int>(Streams.PartSuppQuantity, 1, 9_999)),
        Money("ps_supplycost", new Uniform<long>(Streams.PartSuppCost, 100, 100_000)),
        new PooledTextColumn("ps_comment", Streams.PartSuppComment, 124));

    private static Table Orders(Scale scale) => new("orders", scale.Orders, 1,
        Key("o_orderkey", new OrderKey()),
        Key("o_custkey", new OrderCustomer(scale.Customers)),
        Word("o_orderstatus", Vocabulary.OrderStatuses, new OrderStatus()),
        Money("o_totalprice", new TotalPrice(scale.Parts)),
        Date("o_orderdate", new OrderDate()),
        Word("o_orderpriority", Vocabulary.Priorities, Streams.OrderPriority),
        Text("o_clerk", new ClerkName(scale.Clerks)),
        Int("o_shippriority", new Constant(0)),
        new PooledTextColumn("o_comment", Streams.OrderComment, 49));

    private static Table LineItem(Scale scale) => new("lineitem", scale.Orders, null,
        Key("l_orderkey", new OrderKey()),
        Key("l_partkey", new Uniform<long>(Streams.LinePart, 1, scale.Parts)),
        Key("l_suppkey", new LineSupplier(scale)),
        Int("l_linenumber", new RowInUnit()),
        Quantity("l_quantity", new Uniform<long>(Streams.LineQuantity, 1, 50, CentsPerUnit)),
        Money("l_extendedprice", new ExtendedPrice(scale.Parts)),
        Money("l_discount", new Uniform<long>(Streams.LineDiscount, 0, 10)),
        Money("l_tax", new Uniform<long>(Streams.LineTax, 0, 8)),
        Word("l_returnflag", Vocabulary.ReturnFlags, new ReturnFlag()),
        Word("l_linestatus", Vocabulary.LineStatuses, new LineStatus()),
        Date("l_shipdate", new ShipDate()),
        Date("l_commitdate", new CommitDate()),
        Date("l_receiptdate", new ReceiptDate()),
        Word("l_shipinstruct", Vocabulary.Instructions, Streams.LineInstruction),
        Word("l_shipmode", Vocabulary.ShipModes, Streams.LineMode),
        new PooledTextColumn("l_comment", Streams.LineComment, 27));

    private static KernelInt64Column<T> Key<T>(string name, T kernel) where T : struct, IColumnKernel<long> =>
        new(name, ColumnType.BigInt, kernel);

    private static KernelInt64Column<T> Money<T>(string name, T kernel) where T : struct, IColumnKernel<long> =>
        new(name, ColumnType.Decimal, kernel);

    private static KernelInt64Column<T> Quantity<T>(string name, T kernel) where T : struct, IColumnKernel<long> =>
        new(name, ColumnType.Decimal, kernel) { ShowsFraction = false };

    private static KernelInt32Column<T> Int<T>(string name, T kernel) where T : struct, IColumnKernel<int> =>
        new(name, ColumnType.Integer, kernel);

    private static KernelInt32Column<T> Date<T>(string name, T kernel) where T : struct, IColumnKernel<int> =>
        new(name, ColumnType.Date, kernel);

    private static KernelTextColumn<T> Text<T>(string name, T kernel) where T : struct, ITextKernel => new(name, kernel);

    private static KernelWordColumn<T> Word<T>(string name, WordList words, T kernel) where T : struct, IColumnKernel<byte> =>
        new(name, words, kernel);

    private static KernelWordColumn<Uniform<byte>> Word(string name, WordList words, StreamSeed seed) =>
        Word(name, words, new Uniform<byte>(seed, 0, words.Count - 1));
}
