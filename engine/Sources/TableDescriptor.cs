using Spindle.Columnar.Types;
using Spindle.Plans;

namespace Spindle.Sources;

/// <summary>What another process needs to read splits of a table; data that travels in place of the table. Each kind of table derives its own.</summary>
public abstract record TableDescriptor(string DisplayName, StructType Schema) : ITableHandle;

/// <summary>Makes tables of what travelled. Opening lists nothing and reads nothing: splits carry what a reader needs.</summary>
public interface ITableOpener
{
    /// <returns>A table that opens splits (it need not plan any); null where the descriptor is of another opener's kind.</returns>
    ITable? Open(TableDescriptor descriptor);
}
