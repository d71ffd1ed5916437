using Spindle.Columnar.Types;

namespace Spindle.Plans;

/// <summary>What a plan knows of a table: its name and columns. Sources give it rows (<c>Spindle.Sources.ITable</c>).</summary>
public interface ITableHandle
{
    /// <summary>As EXPLAIN shows it: <c>parquet data/lineitem</c>, <c>tpch.orders</c>.</summary>
    string DisplayName { get; }

    StructType Schema { get; }
}
