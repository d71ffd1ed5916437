using Spindle.Plans;
using Spindle.Sources;

namespace Spindle.Tpch.Sources;

/// <summary>A range of a table's units: rows, but parts for partsupp and orders for lineitem.</summary>
/// <param name="FirstUnit">From 0.</param>
/// <param name="Units">How many.</param>
/// <param name="Rows">Their rows, for lineitem an estimate.</param>
[WireTag("tpch.split")]
public sealed record TpchSplit(long FirstUnit, long Units, long Rows) : Split(Rows, Bytes: 0);
