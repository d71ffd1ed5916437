using System.Diagnostics;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Sql.Objects;
using Spindle.Sql.Routines;
using Spindle.Sql.Scripting;

namespace Spindle.Sql.Commands;

/// <summary>Runs statements that are no queries; each gives the table that it shows, mostly an empty one.</summary>
internal sealed class CommandRunner(Session session, string text)
{
    private readonly Definitions definitions = new(session, text);
    private readonly Alterations alterations = new(session, text);
    private readonly Insertions insertions = new(session, text);
    private readonly Listings listings = new(session);
    private readonly Descriptions descriptions = new(session, text);
    private readonly SessionChanges changes = new(session, text);
    private readonly VariableChanges variables = new(session, text);
    private readonly FunctionChanges functions = new(session, text);

    public MemoryTable Run(Command command)
    {
        switch (command)
        {
            case CreateView c: definitions.Create(c); break;
            case CreateViewUsing c: definitions.Create(c); break;
            case CreateTable c: definitions.Create(c); break;
            case CreateTableAsSelect c: insertions.Create(c, definitions); break;
            case CreateDatabase c: session.State.Catalog.CreateDatabase(c.Name[^1], c.Location, c.Comment, c.IfNotExists); break;
            case DropView c: definitions.Drop(c); break;
            case DropTable c: definitions.Drop(c); break;
            case DropDatabase c: definitions.Drop(c); break;
            case InsertInto c: insertions.Insert(c); break;
            case TruncateTable c: insertions.Truncate(c); break;
            case ShowTables c: return listings.Tables(c);
            case AlterViewQuery c: alterations.Change(c); break;
            case AlterViewSchema c: alterations.Change(c); break;
            case RenameEntry c: alterations.Rename(c); break;
            case ChangeProperties c: alterations.Change(c); break;
            case AddColumns c: alterations.Add(c); break;
            case ShowViews c: return listings.Views(c);
            case ShowTableExtended c: return descriptions.Tables(c);
            case ShowColumns c: return listings.Columns(c);
            case ShowFunctions c: return listings.Functions(c);
            case ShowDatabases c: return listings.Databases(c);
            case ShowCatalogs c: return listings.Catalogs(c);
            case ShowCurrentDatabase: return listings.CurrentDatabase();
            case ShowPartitions c: return listings.Partitions(c);
            case ShowTableProperties c: return listings.Properties(c);
            case ShowCreateTable c: return descriptions.Definition(c);
            case DescribeTable c: return descriptions.Table(c);
            case DescribeQuery c: return descriptions.Query(c);
            case DescribeFunction c: return descriptions.Function(c);
            case DescribeDatabase c: return descriptions.Database(c);
            case Explain c: return descriptions.Explain(c);
            case SetSetting c: return changes.Set(c);
            case ResetSetting c: session.State.Settings.Reset(c.Key); break;
            case UseDatabase c: session.State.Catalog.Use(c.Name[^1]); break;
            case CacheTable c: changes.Cache(c); break;
            case UncacheTable c: changes.Uncache(c); break;
            case ClearCache: changes.ClearCache(); break;
            case RefreshTable c: definitions.Refresh(c); break;
            case DeclareVariable c: variables.Declare(c); break;
            case SetVariable c: variables.Set(c); break;
            case DropVariable c: variables.Drop(c); break;
            case CreateFunction c: functions.Create(c); break;
            case CreateExternalFunction c: functions.Create(c); break;
            case DropFunction c: functions.Drop(c); break;
            case RunScript c: return new ScriptRunner(session).Run(c.Body);
            case ChangeRows c: definitions.Refuse(c); break;
            case RefreshFunction c: functions.Refresh(c); break;
            default: throw new UnreachableException(command.GetType().Name);
        }

        return new MemoryTable("result", StructType.Empty, []);
    }
}
