using Spindle.Analysis;
using Spindle.Analysis.Routines;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Commands;
using Spindle.Sql.Catalogs;

namespace Spindle.Sql.Routines;

/// <summary>CREATE and DROP of SQL functions.</summary>
internal sealed class FunctionChanges(Session session, string text)
{
    private static readonly RoutineDefinition NoBody = new([], null, null, null, null, "", DataAccess.Derived, null);

    private SessionNames Names => session.State.Names;

    public void Create(CreateFunction command)
    {
        var function = Function(command.Name, command.Definition, command.Temporary, command.Origin, null);
        if (Exists(function, command.OrReplace, command.IfNotExists))
            return;
        var findings = Running.QueryCompiler.Guarded(text, () => session.State.Compiler.Analyzer().Check(function, command.Origin));
        if (!command.Temporary && findings.Temporary.FirstOrDefault(t => t.Kind != "VIEW" || session.State.Catalog.IsTemporary(t.Name)) is { } temporary)
            throw TemporaryReferences.Error("FUNCTION", function.Name.Skip(1), temporary);
        if (command.Definition.Access == DataAccess.ContainsSql && findings.ReadsData)
            throw new SpindleException(SessionErrors.DataAccess, $"{function.DisplayName} says CONTAINS SQL and reads tables; write READS SQL DATA");
        Names.Add(new SqlFunction
        {
            Name = function.Name,
            Definition = function.Definition,
            Session = function.Session,
            ParametersFirst = function.ParametersFirst,
            ReadsData = findings.ReadsData || command.Definition.Access == DataAccess.ReadsSqlData,
        });
    }

    public void Create(CreateExternalFunction command)
    {
        var function = Function(command.Name, NoBody, command.Temporary, command.Origin, command.ClassName);
        if (!Exists(function, command.OrReplace, command.IfNotExists))
            Names.Add(function);
    }

    public void Drop(DropFunction command)
    {
        if (command.Temporary)
            CheckTemporary(command.Name, command.Origin);
        if (!Names.DropFunction(command.Name, command.Temporary) && !command.IfExists)
            throw NotFound(command.Name, command.Temporary);
    }

    public void Refresh(RefreshFunction command)
    {
        if (Names.FindFunction(command.Name) is null)
            throw NotFound(command.Name, temporary: false);
    }

    private SqlFunction Function(ValueList<string> name, RoutineDefinition definition, bool temporary, Origin origin, string? className)
    {
        if (temporary)
            CheckTemporary(name, origin);
        ValueList<string> whole = temporary ? [name[^1]] : name.Count switch
        {
            1 => [SessionCatalog.CatalogName, session.State.Catalog.CurrentDatabase, name[0].ToLowerInvariant()],
            2 => [SessionCatalog.CatalogName, session.State.Catalog.Database(name[0]).Name, name[1].ToLowerInvariant()],
            3 when name[0].Equals(SessionCatalog.CatalogName, StringComparison.OrdinalIgnoreCase) => [SessionCatalog.CatalogName, session.State.Catalog.Database(name[1]).Name, name[2].ToLowerInvariant()],
            _ => throw SessionErrors.SinglePart(name),
        };
        return new SqlFunction
        {
            Name = whole,
            Definition = definition,
            Session = session.State.Snapshot(),
            ParametersFirst = session.State.Settings.Flag("spark.sql.legacy.allowUdfParameterToShadowParameterlessFunction"),
            ClassName = className,
        };
    }

    private bool Exists(SqlFunction function, bool replace, bool ifNotExists)
    {
        if (replace || !Names.Contains(function))
            return false;
        return ifNotExists ? true : throw new SpindleException(SessionErrors.RoutineExists, $"there is a function {function.DisplayName} already; use CREATE OR REPLACE",
            parameters: new Dictionary<string, string> { ["routineName"] = function.Quoted, ["newRoutineType"] = "routine", ["existingRoutineType"] = "routine" });
    }

    private static void CheckTemporary(ValueList<string> name, Origin origin)
    {
        if (SessionNames.SessionName(name) is null)
            throw SessionErrors.TemporaryQualifier("FUNCTION", name, origin);
    }

    private SpindleException NotFound(ValueList<string> name, bool temporary)
    {
        var whole = temporary || name.Count > 1 ? name : [SessionCatalog.CatalogName, session.State.Catalog.CurrentDatabase, .. name];
        return new(SessionErrors.RoutineNotFound, $"there is no function {string.Join(".", name)}",
            parameters: new Dictionary<string, string> { ["routineName"] = string.Join(".", whole.Select(p => $"`{p}`")) });
    }
}
