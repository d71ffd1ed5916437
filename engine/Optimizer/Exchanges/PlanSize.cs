using Spindle.Columnar.Types;
using Spindle.Plans.Physical;

namespace Spindle.Optimizer.Exchanges;

/// <summary>Bytes that a plan's rows are expected to take.</summary>
internal static class PlanSize
{
    private const double RowOverhead = 8;
    private const double TextBytes = 20;
    private const double ListBytes = 64;

    public static double Bytes(PhysicalPlan plan) => Bytes(Rows(plan), plan.Schema);

    /// <summary>Bytes of so many rows where they are read, not as they are packed to be stored and sent.</summary>
    public static double Bytes(double rows, StructType schema) => rows * (RowOverhead + schema.Fields.Sum(f => Width(f.Type)));

    /// <summary>Bytes of one column, as the notes that are taken of it.</summary>
    public static double Bytes(PhysicalPlan plan, int column) => Rows(plan) * (RowOverhead + Width(plan.Schema.Fields[column].Type));

    public static bool AtMost(PhysicalPlan plan, long bytes) => bytes >= 0 && Bytes(plan) <= bytes;

    private static double Rows(PhysicalPlan plan) =>
        plan.EstimatedRows >= 0 ? plan.EstimatedRows : plan.Children.Count == 0 ? double.PositiveInfinity : plan.Children.Max(Rows);

    private static double Width(DataType type) => type switch
    {
        StructType record => record.Fields.Sum(f => Width(f.Type)),
        ArrayType or MapType => ListBytes,
        StringType or BinaryType or CharType or VarcharType or VariantType => TextBytes,
        _ => Math.Max(1, type.Physical.Width()),
    };
}
