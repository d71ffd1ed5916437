using Spindle.Columnar.Types;
using Spindle.Optimizer.Rewriting;
using Spindle.Plans.Logical;
using Spindle.Sql.Objects;
using Spindle.Storage.Tables;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>True where the rows are in this program already, and nothing has to be run for them.</summary>
    public bool IsLocal => Analyzed is Relation { Table: MemoryTable } or Values;

    /// <summary>False: no frame is endless.</summary>
    public bool IsStreaming => false;

    /// <summary>The files that the rows are read from.</summary>
    public IReadOnlyList<string> InputFiles() =>
        [.. Analyzed.SelfAndDescendants().OfType<Relation>().Select(r => r.Table).OfType<FileTable>().SelectMany(t => t.Files).Select(f => f.Path).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>True where the other frame is made in the same way of the same tables, whatever its columns are called. False does not say that the rows differ.</summary>
    public bool SameSemantics(DataFrame other) => CanonicalPlan.Of(Analyzed).Equals(CanonicalPlan.Of(other.Analyzed));

    /// <summary>A number that frames of the same semantics share, in one process.</summary>
    public int SemanticHash() => CanonicalPlan.Of(Analyzed).GetHashCode();
}
