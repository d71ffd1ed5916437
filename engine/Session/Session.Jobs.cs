using Spindle.Plans.Running;
using Spindle.Sql.Running;
using Spindle.Sql.Settings;

namespace Spindle.Sql;

public sealed partial class Session
{
    /// <summary>Puts the queries that this flow of control starts from now on into a group, which <see cref="CancelJobGroup"/> ends.</summary>
    /// <param name="description">What logs call them.</param>
    public void SetJobGroup(string group, string? description = null) => State.Queries.Tags = State.Queries.Tags with { Group = group, Description = description };

    /// <summary>Queries of this flow of control belong to no group from now on.</summary>
    public void ClearJobGroup() => State.Queries.Tags = State.Queries.Tags with { Group = null, Description = null };

    /// <summary>A property of the queries that this flow of control starts from now on: <c>spark.scheduler.pool</c>, who shares executors with them, and <c>spark.job.description</c>.</summary>
    /// <param name="value">Null to take it back.</param>
    /// <exception cref="ArgumentException">There is no such property.</exception>
    public void SetLocalProperty(string key, string? value) => State.Queries.Tags = key switch
    {
        SessionSettings.Pool => State.Queries.Tags with { Pool = value },
        "spark.job.description" => State.Queries.Tags with { Description = value },
        "spark.jobGroup.id" => State.Queries.Tags with { Group = value },
        _ => throw new ArgumentException($"there is no property {key} of queries; use {SessionSettings.Pool}, spark.job.description or spark.jobGroup.id", nameof(key)),
    };

    /// <summary>Ends every query of the group that is under way, its running tasks too; each ends with SPARK_JOB_CANCELLED.</summary>
    public void CancelJobGroup(string group) => Cancel(group, futureToo: false);

    /// <summary>As <see cref="CancelJobGroup"/>, and queries of the group that come later end at once.</summary>
    public void CancelJobGroupAndFutureJobs(string group) => Cancel(group, futureToo: true);

    /// <summary>Ends every query of the session that is under way.</summary>
    public void CancelAllJobs() => State.Queries.Cancel(null, "all queries were cancelled", futureToo: false);

    private void Cancel(string group, bool futureToo)
    {
        var reason = $"group {group} was cancelled";
        (State.Runner as IJobGroups)?.CancelGroup(group, reason, futureToo);
        State.Queries.Cancel(group, reason, futureToo);
    }
}
