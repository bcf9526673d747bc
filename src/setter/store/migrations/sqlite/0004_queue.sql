CREATE TRIGGER queue_grows AFTER INSERT ON queue BEGIN
  INSERT INTO queue_size (campaign, shard, number) VALUES (NEW.campaign, 0, 1)
  ON CONFLICT (campaign, shard) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER queue_shrinks AFTER DELETE ON queue BEGIN
  UPDATE queue_size SET number = number - 1 WHERE campaign = OLD.campaign AND shard = 0;
END;
