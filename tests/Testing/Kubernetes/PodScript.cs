using System.Globalization;
using System.Text.Json.Nodes;

namespace Spindle.Testing.Kubernetes;

/// <summary>The test as scheduler and kubelet: moves pods through their lives, with the words that a real cluster uses.</summary>
public static class PodScript
{
    /// <summary>The scheduler gives the pod a node.</summary>
    public static void Bind(this ScriptedApiServer server, string scope, string pod, string node = "node1") => server.Objects.Change("pods", scope, pod, json =>
    {
        json["spec"]!["nodeName"] = node;
        AddCondition(json, "PodScheduled", "True");
    });

    /// <summary>The scheduler finds no node.</summary>
    public static void CannotSchedule(this ScriptedApiServer server, string scope, string pod, string message = "0/1 nodes are available: 1 Insufficient cpu.") =>
        server.Objects.Change("pods", scope, pod, json => AddCondition(json, "PodScheduled", "False", "Unschedulable", message));

    /// <summary>The pod's containers run and are ready.</summary>
    public static void Run(this ScriptedApiServer server, string scope, string pod, string node = "node1", string address = "10.244.0.9") => server.Objects.Change("pods", scope, pod, json =>
    {
        json["spec"]!["nodeName"] = node;
        var status = json["status"]!.AsObject();
        status["phase"] = "Running";
        status["podIP"] = address;
        status["startTime"] = Now(server);
        AddCondition(json, "PodScheduled", "True");
        AddCondition(json, "Ready", "True");
        SetContainers(json, _ => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Now(server) } }, ready: true);
    });

    /// <summary>The pod's containers wait, for instance <c>ImagePullBackOff</c>.</summary>
    public static void Wait(this ScriptedApiServer server, string scope, string pod, string reason, string message = "") => server.Objects.Change("pods", scope, pod, json =>
        SetContainers(json, _ => new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } }, ready: false));

    /// <summary>The pod's containers end: with 0 and <c>Completed</c>, or with 137 and <c>OOMKilled</c>, or as they please.</summary>
    public static void End(this ScriptedApiServer server, string scope, string pod, int exitCode, string reason) => server.Objects.Change("pods", scope, pod, json =>
    {
        json["status"]!["phase"] = exitCode == 0 ? "Succeeded" : "Failed";
        AddCondition(json, "Ready", "False", "PodCompleted");
        SetContainers(json, _ => new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = exitCode, ["reason"] = reason, ["startedAt"] = Now(server), ["finishedAt"] = Now(server) } }, ready: false);
    });

    /// <summary>The kubelet evicts the pod, because its node runs short or the pod uses more than it may.</summary>
    public static void EvictByKubelet(this ScriptedApiServer server, string scope, string pod, string message = "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ") =>
        server.Objects.Change("pods", scope, pod, json =>
        {
            var status = json["status"]!.AsObject();
            status["phase"] = "Failed";
            status["reason"] = "Evicted";
            status["message"] = message;
            AddCondition(json, "DisruptionTarget", "True", "TerminationByKubelet", message);
        });

    /// <summary>A newer server says why it disrupts a pod: <c>PreemptionByScheduler</c>, <c>DeletionByTaintManager</c>, <c>DeletionByPodGC</c>, <c>TerminationByKubelet</c>; the pod is then deleted.</summary>
    public static void Disrupt(this ScriptedApiServer server, string scope, string pod, string reason)
    {
        server.Objects.Change("pods", scope, pod, json => AddCondition(json, "DisruptionTarget", "True", reason));
        server.Objects.Delete(ServedKind.All.First(k => k.Plural == "pods"), scope, pod);
    }

    /// <summary>The kubelet has ended a pod whose deletion was asked for.</summary>
    public static void FinishDeletion(this ScriptedApiServer server, string scope, string pod) => server.Objects.Finish("pods", scope, pod);

    internal static void AddCondition(JsonObject pod, string type, string status, string reason = "", string message = "")
    {
        var conditions = pod["status"]!["conditions"] as JsonArray;
        if (conditions is null)
            pod["status"]!["conditions"] = conditions = [];
        if (conditions.FirstOrDefault(c => (string?)c!["type"] == type) is { } known)
            conditions.Remove(known);
        var condition = new JsonObject { ["type"] = type, ["status"] = status };
        if (reason.Length > 0)
            condition["reason"] = reason;
        if (message.Length > 0)
            condition["message"] = message;
        conditions.Add((JsonNode)condition);
    }

    private static void SetContainers(JsonObject pod, Func<string, JsonObject> state, bool ready)
    {
        var containers = pod["spec"]!["containers"]!.AsArray();
        pod["status"]!["containerStatuses"] = new JsonArray([.. containers.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = (string)c!["name"]!, ["image"] = (string?)c["image"], ["ready"] = ready, ["restartCount"] = 0, ["state"] = state((string)c["name"]!),
        })]);
    }

    private static string Now(ScriptedApiServer server) => server.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
