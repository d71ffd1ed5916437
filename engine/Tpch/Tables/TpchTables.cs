using Spindle.Tpch.Columns;
using Spindle.Tpch.RandomStreams;
using Spindle.Tpch.Text;

namespace Spindle.Tpch.Tables;

/// <summary>The benchmark's eight tables.</summary>
public static class TpchTables
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
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <summary>A table at a scale, or null where no table has the name (in any case).</summary>
    public static Table? Find(string name, Scale scale) => Makers.TryGetValue(name, out var make) ? make(scale) : null;

    private static Table Region() => new("region", Vocabulary.Regions.Count, 1,
        UnitKey("r_regionkey", Vocabulary.Regions.Count),
        Word("r_name", Vocabulary.Regions, new UnitNumber<int>(0)),
        Comment("r_comment", Streams.RegionComment, 72));

    private static Table Nation() => new("nation", Vocabulary.Nations.Count, 1,
        UnitKey("n_nationkey", Vocabulary.Nations.Count),
        Word("n_name", Vocabulary.Nations, new UnitNumber<int>(0)),
        Int("n_regionkey", new NationRegion(), Range(0, Vocabulary.Regions.Count - 1)),
        Comment("n_comment", Streams.NationComment, 72));

    private static Table Supplier(Scale scale) => new("supplier", scale.Suppliers, 1,
        UnitKey("s_suppkey", scale.Suppliers),
        Text("s_name", new NumberedName("Supplier#")),
        Text("s_address", new Address(Streams.SupplierAddress)),
        Drawn("s_nationkey", Streams.SupplierNation, Nations),
        Text("s_phone", new PhoneNumber(Streams.SupplierNation, Streams.SupplierPhone)),
        DrawnMoney("s_acctbal", Streams.SupplierBalance, Range(-99_999, 999_999)),
        Text("s_comment", new SupplierComment()));

    private static Table Customer(Scale scale) => new("customer", scale.Customers, 1,
        UnitKey("c_custkey", scale.Customers),
        Text("c_name", new NumberedName("Customer#")),
        Text("c_address", new Address(Streams.CustomerAddress)),
        Drawn("c_nationkey", Streams.CustomerNation, Nations),
        Text("c_phone", new PhoneNumber(Streams.CustomerNation, Streams.CustomerPhone)),
        DrawnMoney("c_acctbal", Streams.CustomerBalance, Range(-99_999, 999_999)),
        DrawnWord("c_mktsegment", Vocabulary.Segments, Streams.CustomerSegment),
        Comment("c_comment", Streams.CustomerComment, 73));

    private static Table Part(Scale scale) => new("part", scale.Parts, 1,
        UnitKey("p_partkey", scale.Parts),
        Text("p_name", new PartName()),
        DrawnWord("p_mfgr", Vocabulary.Manufacturers, Streams.PartManufacturer),
        Word("p_brand", Vocabulary.Brands, new Brand()),
        DrawnWord("p_type", Vocabulary.PartTypes, Streams.PartType),
        Drawn("p_size", Streams.PartSize, Range(1, 50)),
        DrawnWord("p_container", Vocabulary.Containers, Streams.PartContainer),
        Money("p_retailprice", new RetailPrice(), new ColumnFacts(RetailPrice.Values, RetailPrice.Min, RetailPrice.Max)),
        Comment("p_comment", Streams.PartComment, 14));

    private static Table PartSupp(Scale scale) => new("partsupp", scale.Parts, Streams.SuppliersPerPart,
        UnitKey("ps_partkey", scale.Parts),
        Key("ps_suppkey", new PartSupplier(scale.Suppliers), Range(1, scale.Suppliers)),
        Drawn("ps_availqty", Streams.PartSuppQuantity, Range(1, 9_999)),
        DrawnMoney("ps_supplycost", Streams.PartSuppCost, Range(100, 100_000)),
        Comment("ps_comment", Streams.PartSuppComment, 124));

    private static Table Orders(Scale scale) => new("orders", scale.Orders, 1,
        OrderKeys("o_orderkey", scale),
        Key("o_custkey", new OrderCustomer(scale.Customers), new ColumnFacts(scale.Customers - scale.Customers / 3, 1, scale.Customers)),
        Word("o_orderstatus", Vocabulary.OrderStatuses, new OrderStatus()),
        Money("o_totalprice", new TotalPrice(scale.Parts), ColumnFacts.AlmostUnique with { Min = 0 }),
        Date("o_orderdate", new OrderDate(), 0, Calendar.OrderDays - 1),
        DrawnWord("o_orderpriority", Vocabulary.Priorities, Streams.OrderPriority),
        Text("o_clerk", new ClerkName(scale.Clerks), scale.Clerks),
        Int("o_shippriority", new Constant(0), Range(0, 0)),
        Comment("o_comment", Streams.OrderComment, 49));

    private static Table LineItem(Scale scale) => new("lineitem", scale.Orders, null,
        OrderKeys("l_orderkey", scale),
        Key("l_partkey", new Uniform<long>(Streams.LinePart, 1, scale.Parts), Range(1, scale.Parts)),
        Key("l_suppkey", new LineSupplier(scale), Range(1, scale.Suppliers)),
        Int("l_linenumber", new RowInUnit(), Range(1, Streams.MaxLinesPerOrder)),
        Quantity("l_quantity", Streams.LineQuantity, 50),
        Money("l_extendedprice", new ExtendedPrice(scale.Parts), new ColumnFacts(1_000_000, RetailPrice.Min, 50 * RetailPrice.Max)),
        DrawnMoney("l_discount", Streams.LineDiscount, Range(0, 10)),
        DrawnMoney("l_tax", Streams.LineTax, Range(0, 8)),
        Word("l_returnflag", Vocabulary.ReturnFlags, new ReturnFlag()),
        Word("l_linestatus", Vocabulary.LineStatuses, new LineStatus()),
        Date("l_shipdate", new ShipDate(), 1, Calendar.OrderDays - 1 + Calendar.MaxShipDelay),
        Date("l_commitdate", new CommitDate(), Calendar.MinCommitDelay, Calendar.OrderDays - 1 + Calendar.MaxCommitDelay),
        Date("l_receiptdate", new ReceiptDate(), 2, Calendar.Days - 1),
        DrawnWord("l_shipinstruct", Vocabulary.Instructions, Streams.LineInstruction),
        DrawnWord("l_shipmode", Vocabulary.ShipModes, Streams.LineMode),
        Comment("l_comment", Streams.LineComment, 27));

    private static ColumnFacts Nations => Range(0, Vocabulary.Nations.Count - 1);

    private static ColumnFacts Range(long min, long max) => ColumnFacts.Range(min, max);

    private static KernelInt64Column<T> Key<T>(string name, T kernel, ColumnFacts facts) where T : struct, IColumnKernel<long> =>
        new(name, ColumnType.BigInt, kernel) { Facts = facts };

    private static KernelInt64Column<UnitNumber<long>> UnitKey(string name, long units) =>
        new(name, ColumnType.BigInt, new UnitNumber<long>(1)) { Facts = Range(1, units), ValueOfUnit = unit => unit + 1 };

    private static KernelInt32Column<UnitNumber<int>> UnitKey(string name, int units) =>
        new(name, ColumnType.Integer, new UnitNumber<int>(0)) { Facts = Range(0, units - 1), ValueOfUnit = unit => unit };

    private static KernelInt64Column<OrderKey> OrderKeys(string name, Scale scale) =>
        new(name, ColumnType.BigInt, new OrderKey())
        {
            Facts = new ColumnFacts(scale.Orders, OrderKey.Of(1), OrderKey.Of(scale.Orders)),
            ValueOfUnit = unit => OrderKey.Of(unit + 1),
        };

    private static KernelInt64Column<T> Money<T>(string name, T kernel, ColumnFacts cents) where T : struct, IColumnKernel<long> =>
        new(name, ColumnType.Decimal, kernel) { Facts = cents };

    private static KernelInt64Column<Uniform<long>> DrawnMoney(string name, StreamSeed seed, ColumnFacts cents) =>
        Money(name, new Uniform<long>(seed, cents.Min!.Value, cents.Max!.Value), cents);

    private static KernelInt64Column<Uniform<long>> Quantity(string name, StreamSeed seed, int max) =>
        new(name, ColumnType.Decimal, new Uniform<long>(seed, 1, max, CentsPerUnit))
        {
            ShowsFraction = false,
            Facts = new ColumnFacts(max, CentsPerUnit, max * CentsPerUnit),
        };

    private static KernelInt32Column<T> Int<T>(string name, T kernel, ColumnFacts facts) where T : struct, IColumnKernel<int> =>
        new(name, ColumnType.Integer, kernel) { Facts = facts };

    private static KernelInt32Column<Uniform<int>> Drawn(string name, StreamSeed seed, ColumnFacts range) =>
        Int(name, new Uniform<int>(seed, range.Min!.Value, range.Max!.Value), range);

    private static KernelInt32Column<T> Date<T>(string name, T kernel, int firstDay, int lastDay) where T : struct, IColumnKernel<int> =>
        new(name, ColumnType.Date, kernel) { Facts = Range(Calendar.Start + firstDay, Calendar.Start + lastDay) };

    private static KernelTextColumn<T> Text<T>(string name, T kernel, long domain = long.MaxValue) where T : struct, ITextKernel =>
        new(name, kernel) { Facts = new ColumnFacts(domain) };

    private static PooledTextColumn Comment(string name, StreamSeed seed, int averageLength) => new(name, seed, averageLength);

    private static KernelWordColumn<T> Word<T>(string name, WordList words, T kernel) where T : struct, IColumnKernel<int> =>
        new(name, words, kernel);

    private static KernelWordColumn<Uniform<int>> DrawnWord(string name, WordList words, StreamSeed seed) =>
        Word(name, words, new Uniform<int>(seed, 0, words.Count - 1));
}
