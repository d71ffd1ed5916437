namespace Spindle.Tpch.RandomStreams;

/// <summary>
/// The random streams of the benchmark's data, one for each random property of a table.
/// A unit is a row, but for partsupp (a part, 4 rows) and lineitem (an order, 1 to 7 rows).
/// </summary>
internal static class Streams
{
    public const int SuppliersPerPart = 4;
    public const int MaxLinesPerOrder = 7;

    private const int TextDraws = 2;
    private const int PhoneDraws = 3;
    private const int AddressDraws = 9;

    public const long TextPool = 933588178;

    public static readonly StreamSeed PartManufacturer = new(1, 1);
    public static readonly StreamSeed PartBrand = new(46831694, 1);
    public static readonly StreamSeed PartType = new(1841581359, 1);
    public static readonly StreamSeed PartSize = new(1193163244, 1);
    public static readonly StreamSeed PartContainer = new(727633698, 1);
    public static readonly StreamSeed PartComment = new(804159733, TextDraws);
    public static readonly StreamSeed PartName = new(709314158, 92);

    public static readonly StreamSeed PartSuppQuantity = new(1671059989, SuppliersPerPart);
    public static readonly StreamSeed PartSuppCost = new(1051288424, SuppliersPerPart);
    public static readonly StreamSeed PartSuppComment = new(1961692154, SuppliersPerPart * TextDraws);

    public static readonly StreamSeed OrderClerk = new(1171034773, 1);
    public static readonly StreamSeed OrderComment = new(276090261, TextDraws);
    public static readonly StreamSeed OrderDate = new(1066728069, 1);
    public static readonly StreamSeed OrderPriority = new(591449447, 1);
    public static readonly StreamSeed OrderCustomer = new(851767375, 1);
    public static readonly StreamSeed OrderLineCount = new(1434868289, 1);

    public static readonly StreamSeed LineQuantity = new(209208115, MaxLinesPerOrder);
    public static readonly StreamSeed LineDiscount = new(554590007, MaxLinesPerOrder);
    public static readonly StreamSeed LineTax = new(721958466, MaxLinesPerOrder);
    public static readonly StreamSeed LineInstruction = new(1371272478, MaxLinesPerOrder);
    public static readonly StreamSeed LineMode = new(675466456, MaxLinesPerOrder);
    public static readonly StreamSeed LinePart = new(1808217256, MaxLinesPerOrder);
    public static readonly StreamSeed LineSupplier = new(2095021727, MaxLinesPerOrder);
    public static readonly StreamSeed LineShipDate = new(1769349045, MaxLinesPerOrder);
    public static readonly StreamSeed LineCommitDate = new(904914315, MaxLinesPerOrder);
    public static readonly StreamSeed LineReceiptDate = new(373135028, MaxLinesPerOrder);
    public static readonly StreamSeed LineReturnFlag = new(717419739, MaxLinesPerOrder);
    public static readonly StreamSeed LineComment = new(1095462486, MaxLinesPerOrder * TextDraws);

    public static readonly StreamSeed CustomerAddress = new(881155353, AddressDraws);
    public static readonly StreamSeed CustomerNation = new(1489529863, 1);
    public static readonly StreamSeed CustomerPhone = new(1521138112, PhoneDraws);
    public static readonly StreamSeed CustomerBalance = new(298370230, 1);
    public static readonly StreamSeed CustomerSegment = new(1140279430, 1);
    public static readonly StreamSeed CustomerComment = new(1335826707, TextDraws);

    public static readonly StreamSeed SupplierAddress = new(706178559, AddressDraws);
    public static readonly StreamSeed SupplierNation = new(110356601, 1);
    public static readonly StreamSeed SupplierPhone = new(884434366, PhoneDraws);
    public static readonly StreamSeed SupplierBalance = new(962338209, 1);
    public static readonly StreamSeed SupplierComment = new(1341315363, TextDraws);
    public static readonly StreamSeed SupplierRemark = new(202794285, 1);
    public static readonly StreamSeed SupplierRemarkKind = new(753643799, 1);
    public static readonly StreamSeed SupplierRemarkGap = new(263032577, 1);
    public static readonly StreamSeed SupplierRemarkOffset = new(715851524, 1);

    public static readonly StreamSeed NationComment = new(606179079, TextDraws);
    public static readonly StreamSeed RegionComment = new(1500869201, TextDraws);
}
