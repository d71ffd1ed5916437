using Spindle.Columnar.Types;
using Spindle.Plans;

namespace Spindle.Sources;

/// <summary>A table that can be read: files, a generator, rows in memory. Stateless and shared; each <see cref="IBatchReader"/> is one thread's.</summary>
public interface ITable : ITableHandle
{
    /// <summary>What is known of the rows without reading them; cheap, cached by the table.</summary>
    TableStatistics Statistics { get; }

    /// <summary>Cuts the work into splits of about 100,000 rows each; fewer where the request's filters rule splits out.</summary>
    ValueList<Split> PlanSplits(ScanRequest request);

    /// <summary>What another process opens splits of this table with; null where the table cannot leave this process.</summary>
    TableDescriptor? Describe() => null;

    /// <summary>The split as another process can read it: the very split, but for tables whose rows are in this process alone and travel inside.</summary>
    /// <param name="request">What <see cref="Open"/> will be asked for.</param>
    /// <param name="budget">Pays for what is needed meanwhile.</param>
    Split Export(Split split, ScanRequest request, Columnar.Memory.MemoryBudget budget) => split;

    /// <summary>Reads one split: the requested columns in the request's order.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">The split cannot be read; the message names the file and the place.</exception>
    IBatchReader Open(Split split, ScanRequest request, ScanContext context);
}

/// <summary>A part of a table that one task reads. Sources derive their own; a split is data and travels.</summary>
/// <param name="Rows">Estimated rows, for progress and balance; -1 where unknown.</param>
/// <param name="Bytes">Estimated bytes to read; -1 where unknown.</param>
public abstract record Split(long Rows, long Bytes)
{
    /// <summary>The split as two, of which the first has about that share of the rows; null where it cannot be cut there.</summary>
    /// <param name="share">In (0, 1).</param>
    public virtual (Split First, Split Second)? Cut(double share) => null;
}

/// <summary>The batches of one split, one after the other.</summary>
public interface IBatchReader : IDisposable
{
    /// <summary>The next batch, which the caller owns, with at least one row; null at the end. Columns may have any form; a selection may be set.</summary>
    Columnar.Vectors.RecordBatch? Read();
}
